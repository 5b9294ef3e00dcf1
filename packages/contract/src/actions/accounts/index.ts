import { login, logout, operatorLogin, requestPasswordReset, resetPassword } from './log-in.ts';
import { getMe } from './me.ts';
import { register, resendEmailCode, verifyEmail } from './register.ts';

/** Accounts, members, logging in, API keys. */
export const ACCOUNT_ACTIONS = {
  Register: register,
  ResendEmailCode: resendEmailCode,
  VerifyEmail: verifyEmail,
  Login: login,
  OperatorLogin: operatorLogin,
  Logout: logout,
  RequestPasswordReset: requestPasswordReset,
  ResetPassword: resetPassword,
  GetMe: getMe,
} as const;
