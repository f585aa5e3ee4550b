import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsforce from 'jsforce';
import { startSandbox } from '../sandbox.mjs';
import { API_VERSION, app, assertion, coded, connect } from './org.mjs';

const box = await startSandbox();
const { users, orgId } = box.credentials.salesforce;
const login = box.urls.salesforce;

/** Follows the consent page as a browser would; answers where it sends the browser back to. */
async function consent(url, username, approve = 'true') {
  const page = await fetch(url);
  assert.equal(page.status, 200);
  const fields = [...(await page.text()).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const form = new URLSearchParams(fields.map(([, name, value]) => [name, value.replaceAll('&amp;', '&')]));
  form.set('login_as', username);
  form.set('approve', approve);
  const answer = await fetch(new URL('/services/oauth2/authorize', url), { method: 'POST', body: form, redirect: 'manual' });
  assert.equal(answer.status, 302);
  return new URL(answer.headers.get('location'));
}

test('jwtBearer_preauthorizedUser_hasTokenWithoutRefreshToken', async () => {
  const oauth2 = new jsforce.OAuth2({ loginUrl: login });
  const answer = await oauth2.requestToken({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: assertion(box, users.amelie.username),
  });
  assert.equal(answer.token_type, 'Bearer');
  assert.equal(answer.refresh_token, undefined);
  assert.match(answer.access_token, new RegExp(`^${orgId.slice(0, 15)}!`));
  assert.equal(answer.id, `${login}/id/${orgId}/${users.amelie.userId}`);
});

test('jwtBearer_wrongAssertions_areTold', async () => {
  const oauth2 = new jsforce.OAuth2({ loginUrl: login });
  const ask = (claims) =>
    oauth2.requestToken({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertion(box, users.amelie.username, claims),
    });
  await assert.rejects(ask({ aud: 'https://elsewhere.example' }), coded('invalid_grant', 'audience is invalid'));
  await assert.rejects(ask({ exp: Math.floor(Date.now() / 1000) - 600 }), coded('invalid_grant'));
  await assert.rejects(ask({ sub: 'nobody@example.com' }), coded('invalid_grant'));
  await assert.rejects(ask({ iss: 'unknown' }), coded('invalid_client_id', 'client identifier invalid'));
});

test('authorizationCode_pkce_refreshTokenRenewsSession', async () => {
  const oauth2 = app(box, { useVerifier: true });
  const back = await consent(oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 'a b&c' }), users.ben.username);
  assert.equal(back.searchParams.get('state'), 'a b&c');
  const connection = new jsforce.Connection({ oauth2, loginUrl: login, version: API_VERSION });
  const info = await connection.authorize(back.searchParams.get('code'));
  assert.equal(info.id, users.ben.userId);
  assert.ok(connection.refreshToken);
  const renewed = await oauth2.refreshToken(connection.refreshToken);
  assert.notEqual(renewed.access_token, connection.accessToken);

  // jsforce renews by itself when the API says that the session has ended.
  const resumed = new jsforce.Connection({
    oauth2: app(box), instanceUrl: login, version: API_VERSION,
    accessToken: 'expired', refreshToken: connection.refreshToken,
  });
  let refreshed = 0;
  resumed.on('refresh', () => refreshed++);
  assert.equal((await resumed.identity()).user_id, users.ben.userId);
  assert.ok((await resumed.query('SELECT Id FROM User')).totalSize > 0);
  assert.equal(refreshed, 1);
});

test('authorizationCode_usedTwiceOrWithWrongVerifier_isRefused', async () => {
  const oauth2 = app(box, { useVerifier: true });
  const code = (await consent(oauth2.getAuthorizationUrl(), users.ben.username)).searchParams.get('code');
  await oauth2.requestToken(code);
  await assert.rejects(oauth2.requestToken(code), coded('invalid_grant'));
  const second = (await consent(oauth2.getAuthorizationUrl(), users.ben.username)).searchParams.get('code');
  await assert.rejects(app(box, { useVerifier: true }).requestToken(second), coded('invalid_grant', 'invalid code verifier'));
});

test('authorizationCode_denied_comesBackAsError', async () => {
  const oauth2 = app(box, { useVerifier: true });
  const back = await consent(oauth2.getAuthorizationUrl({ state: 's' }), users.ben.username, 'false');
  assert.equal(back.searchParams.get('error'), 'access_denied');
  assert.equal(back.searchParams.get('code'), null);
});

test('refreshToken_revoked_isInvalidGrant', async () => {
  const oauth2 = app(box, { useVerifier: true });
  const code = (await consent(oauth2.getAuthorizationUrl(), users.wei.username)).searchParams.get('code');
  const connection = new jsforce.Connection({ oauth2, loginUrl: login, version: API_VERSION });
  await connection.authorize(code);
  const { refreshToken } = connection;
  await connection.logout(true);
  await assert.rejects(app(box).refreshToken(refreshToken), coded('invalid_grant', 'expired access/refresh token'));
});

test('password_asSoapOrOAuth_isRefused', async () => {
  const soap = new jsforce.Connection({ loginUrl: login, version: '64.0' });
  await assert.rejects(soap.login(users.amelie.username, 'secret'), /^Error: INVALID_OPERATION: SOAP API login\(\) is disabled/);
  const retired = new jsforce.Connection({ loginUrl: login, version: API_VERSION });
  await assert.rejects(retired.login(users.amelie.username, 'secret'), /^Error: INVALID_OPERATION: The SOAP Login operation is not available/);
  const oauth = new jsforce.Connection({ oauth2: app(box), loginUrl: login, version: API_VERSION });
  await assert.rejects(oauth.login(users.amelie.username, 'secret'), (e) => /unsupported_grant_type|invalid_grant/.test(e.name));
});

test('identity_ofToken_namesUserAndOrg', async () => {
  const connection = await connect(box, 'amelie');
  const identity = await connection.identity();
  assert.equal(identity.user_id, users.amelie.userId);
  assert.equal(identity.organization_id, orgId);
  assert.equal(identity.username, users.amelie.username);
  assert.equal(identity.active, true);
  assert.ok(identity.urls.rest.includes('{version}'));

  // Without the URL of the token's answer, jsforce asks the API's root for it.
  const bare = new jsforce.Connection({ instanceUrl: login, accessToken: connection.accessToken, version: API_VERSION });
  assert.equal((await bare.identity()).user_id, users.amelie.userId);
});

test('session_unknown_isInvalidSessionId', async () => {
  const bare = new jsforce.Connection({ instanceUrl: login, accessToken: 'nonsense', version: API_VERSION });
  await assert.rejects(bare.query('SELECT Id FROM User'), coded('INVALID_SESSION_ID', 'Session expired or invalid'));
});

test('logout_ofSession_endsIt', async () => {
  const connection = await connect(box, 'amelie');
  const token = connection.accessToken;
  await connection.logout();
  const bare = new jsforce.Connection({ instanceUrl: login, accessToken: token, version: API_VERSION });
  await assert.rejects(bare.query('SELECT Id FROM User'), coded('INVALID_SESSION_ID'));
});
