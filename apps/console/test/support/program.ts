import type { ActionName, RequestOf, ResponseOf } from '@herald/contract';

/** Calls Actions as a program that has logged in: what a browser test needs done before it looks. */
export interface Program {
  call<Name extends ActionName>(action: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
}

/** Logs in at the service. Whatever is refused fails the test. */
export async function logInProgram(
  baseUrl: string,
  action: 'Login' | 'OperatorLogin',
  who: { email: string; password: string },
): Promise<Program> {
  const ask = async (name: string, request: object, token?: string) => {
    const response = await fetch(baseUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ ...request, Action: name }),
    });
    const answer = (await response.json()) as { RetCode: number; Message?: string };
    if (answer.RetCode !== 0) throw new Error(`${name}: ${answer.RetCode} ${answer.Message}`);
    return answer;
  };
  const { Token } = (await ask(action, { Email: who.email, Password: who.password })) as unknown as {
    Token: string;
  };
  return { call: (name, request) => ask(name, request, Token) as never };
}
