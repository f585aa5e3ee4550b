// Ways to sign in to the simulated org with jsforce.
import crypto from 'node:crypto';
import jsforce from 'jsforce';

export const API_VERSION = '65.0';

const base64url = (value) => Buffer.from(value).toString('base64url');

/** An assertion for the JWT bearer flow, as the platform's documentation asks for it. */
export function assertion(box, username, claims = {}) {
  const { clientId, audience, privateKey } = box.credentials.salesforce;
  const body = { iss: clientId, sub: username, aud: audience, exp: Math.floor(Date.now() / 1000) + 120, ...claims };
  const signed = `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify(body))}`;
  return `${signed}.${crypto.sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** What jsforce needs to know of the app. */
export function app(box, options = {}) {
  const { clientId, clientSecret, redirectUris } = box.credentials.salesforce;
  return new jsforce.OAuth2({ loginUrl: box.urls.salesforce, clientId, clientSecret, redirectUri: redirectUris[0], ...options });
}

/** A connection of a user by the JWT bearer flow. Without a name: the integration user, who sees all data. */
export async function connect(box, name, options = {}) {
  const { users, integrationUsername } = box.credentials.salesforce;
  const username = name === undefined ? integrationUsername : (users[name]?.username ?? name);
  const oauth2 = new jsforce.OAuth2({ loginUrl: box.urls.salesforce });
  const connection = new jsforce.Connection({ oauth2, loginUrl: box.urls.salesforce, version: API_VERSION, ...options });
  await connection.authorize({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: assertion(box, username),
  });
  return connection;
}

/** A matcher for assert.rejects: the code that jsforce puts on an error of the API. */
export const coded = (code, text) => (error) => {
  const found = error.errorCode ?? error.name;
  if (found !== code) throw new Error(`expected ${code}, not ${found}: ${error.message}`, { cause: error });
  if (text !== undefined && !error.message.includes(text)) {
    throw new Error(`expected a message with "${text}", not "${error.message}"`, { cause: error });
  }
  return true;
};
