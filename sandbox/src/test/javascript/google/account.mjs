// Ways to sign in to the simulated Google with google-auth-library, and the API clients on top of it.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { calendar } from '@googleapis/calendar';
import { people } from '@googleapis/people';
import { JWT, OAuth2Client } from 'google-auth-library';

export const SCOPE = {
  calendar: 'https://www.googleapis.com/auth/calendar',
  events: 'https://www.googleapis.com/auth/calendar.events',
  ownedEvents: 'https://www.googleapis.com/auth/calendar.events.owned',
  contacts: 'https://www.googleapis.com/auth/contacts',
  readContacts: 'https://www.googleapis.com/auth/contacts.readonly',
};

/** The OAuth client, pointed at the sandbox by its own option. */
export function oauthClient(box, options = {}) {
  const { clientId, clientSecret, redirectUris } = box.credentials.google.oauthClient;
  const root = box.urls.google;
  return new OAuth2Client({
    clientId,
    clientSecret,
    redirectUri: redirectUris[0],
    endpoints: {
      tokenInfoUrl: `${root}/tokeninfo`,
      oauth2AuthBaseUrl: `${root}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${root}/token`,
      oauth2RevokeUrl: `${root}/revoke`,
    },
    ...options,
  });
}

/** A person's grant, by the refresh token that the sandbox hands out. */
export function person(box, name) {
  const client = oauthClient(box);
  client.setCredentials({ refresh_token: box.credentials.google.refreshTokens[name] });
  return client;
}

/** The service account acting for a person. Its token URL is fixed in the library: an interceptor sends it here. */
export function delegated(box, subject, scopes) {
  const { client_email: email, private_key: key, private_key_id: keyId } = box.credentials.google.serviceAccount;
  const client = new JWT({ email, key, keyId, subject, scopes });
  client.transporter.interceptors.request.add({
    resolved: async (config) => {
      const url = new URL(config.url);
      if (url.host === 'oauth2.googleapis.com') config.url = new URL(box.urls.google + url.pathname);
      return config;
    },
  });
  return client;
}

// The library repeats refused GETs by itself; a test wants to see the refusal.
const OPTIONS = { retry: false };

export const calendarOf = (box, auth) => calendar({ version: 'v3', auth, rootUrl: `${box.urls.google}/`, ...OPTIONS });
export const peopleOf = (box, auth) => people({ version: 'v1', auth, rootUrl: `${box.urls.google}/`, ...OPTIONS });

/** The address of a person, as the control service lists people. */
export async function emailOf(box, name) {
  const { people: all } = await box.control('GET', '/people');
  return all.find((p) => p.name === name).email;
}

/** A matcher for assert.rejects: status and the reason (Calendar) or status word (People) of an error body. */
export const refused = (status, reason, text) => (error) => {
  const body = error.response?.data?.error;
  if (body === undefined || typeof body === 'string') throw new Error(`no error body: ${error.message}`, { cause: error });
  const reasons = [...(body.errors ?? []).map((e) => e.reason), body.status, ...(body.details ?? []).map((d) => d.reason)];
  if (error.response.status !== status || body.code !== status || (reason !== undefined && !reasons.includes(reason))) {
    throw new Error(`expected ${status} ${reason}, not ${error.response.status} ${JSON.stringify(body)}`, { cause: error });
  }
  if (text !== undefined && !body.message.includes(text)) throw new Error(`expected "${text}", not "${body.message}"`, { cause: error });
  return true;
};

/** A web server on the loopback that keeps the notifications it gets. */
export async function receiver() {
  const received = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      received.push({ method: request.method, headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    received,
    close: () => server.close(),
    /** Waits until a notification fits; fails after ten seconds. */
    async until(fits) {
      const end = Date.now() + 10_000;
      for (;;) {
        const found = received.find(fits);
        if (found) return found;
        if (Date.now() > end) throw new Error(`no such notification among ${received.length}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
