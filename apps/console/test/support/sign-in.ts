import type { TestPage } from './browser.ts';

/** Logs in as somebody of the demo account, and waits for the first page. */
export async function logIn(
  { page }: TestPage,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.goto('/console/login');
  await page.locator('input[autocomplete=username]').fill(email);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('#page h1').waitFor();
}
