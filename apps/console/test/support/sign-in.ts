import type { TestPage } from './browser.ts';

/** Logs in as a member of an account or as one of the operator’s staff, and waits for the first page. */
export async function logIn(
  { page, settled }: TestPage,
  { email, password }: { readonly email: string; readonly password: string },
  realm: 'customer' | 'operator' = 'customer',
): Promise<void> {
  await page.goto(realm === 'operator' ? '/console/operator-login' : '/console/login');
  await page.locator('input[autocomplete=username]').fill(email);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('#page').waitFor();
  await settled();
}
