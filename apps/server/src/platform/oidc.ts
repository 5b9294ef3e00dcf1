import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';

/** An OpenID provider, and this service as its client. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the answer of a provider is held against; secret until then. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Somebody, as the provider vouches for. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string;
}

export interface Oidc {
  /** Where a browser is sent to log in. Rejects when the provider cannot be reached. */
  begin(): Promise<{ url: string; checks: OidcChecks }>;
  /**
   * @param response the query with which the browser came back
   * Rejects when it does not fit the checks, or the provider does not stand by it.
   */
  finish(response: string, checks: OidcChecks): Promise<OidcPerson>;
}

const TIMEOUT_S = 10;

/**
 * OpenID Connect: the authorization code flow with PKCE (RFC 7636), state and nonce. Keys and addresses of the provider
 * are discovered; the signature of the ID token is always verified.
 */
export function createOidc(settings: OidcSettings, redirectUri: string): Oidc {
  let discovered: Promise<Configuration> | undefined;

  function configuration(): Promise<Configuration> {
    discovered ??= discover(settings);
    // A provider that was away is asked again by the next who logs in.
    discovered.catch(() => {
      discovered = undefined;
    });
    return discovered;
  }

  return {
    async begin() {
      const config = await configuration();
      const codeVerifier = randomPKCECodeVerifier();
      const checks = { state: randomState(), nonce: randomNonce(), codeVerifier };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state: checks.state,
        nonce: checks.nonce,
      });
      return { url: url.href, checks };
    },

    async finish(response, { state, nonce, codeVerifier }) {
      const config = await configuration();
      const callback = new URL(redirectUri);
      callback.search = response;
      const tokens = await authorizationCodeGrant(config, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('the provider gave no ID token');
      const { iss: issuer, sub: subject } = claims;
      // Many providers tell the address only here.
      const about =
        claims.email === undefined ? await fetchUserInfo(config, tokens.access_token, subject) : claims;
      return {
        issuer,
        subject,
        email: typeof about.email === 'string' ? about.email : undefined,
        emailVerified: about.email_verified === true,
        name: typeof about.name === 'string' ? about.name.slice(0, 64) : '',
      };
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const server = new URL(issuer);
  const execute = [enableNonRepudiationChecks];
  // Settings admit http on this machine only.
  if (server.protocol === 'http:') execute.push(allowInsecureRequests);
  return discovery(server, clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_S });
}
