/**
 * The number dialled: the user part of the request URI without its parameters, visual separators and password
 * (RFC 3261 19.1.1, RFC 3966 5.1.1), for example '+8613800000200'. Empty when the URI has no user.
 */
export function dialledNumber(requestUri: string): string {
  const user = /^(?:sips?:)([^@]*)@/i.exec(requestUri)?.[1] ?? '';
  const bare = unescaped(user).split(/[;:]/, 1)[0] ?? '';
  return bare.replace(/[-.()\s]/g, '');
}

/** What is badly escaped stays as it is: it is no number anyway. */
function unescaped(text: string): string {
  return text.replace(/%[0-9A-Fa-f]{2}/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}
