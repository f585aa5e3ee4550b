import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { appToken, clientOf, emailOf, personToken, refused, requestToken } from './mailbox.mjs';

const box = await startSandbox();
await box.seed({ microsoft: 3 });
const { app, tenant, authorizeUrl, loginUrl, refreshTokens, tokenUrl } = box.credentials.microsoft;
const ben = await emailOf(box, 'ben');
const secret = { client_id: app.clientId, client_secret: app.clientSecret };
const DEFAULT = 'https://graph.microsoft.com/.default';
const aadsts = (error, number, status = 400) => (e) => {
  assert.deepEqual([e.status, e.body.error, e.body.error_codes[0]], [status, error, number]);
  assert.match(e.body.error_description, new RegExp(`^AADSTS${number}: .*Trace ID: .* Correlation ID: .* Timestamp: `, 's'));
  assert.ok(e.body.trace_id && e.body.correlation_id && e.body.timestamp);
  return true;
};
const base64url = (value) => Buffer.from(value).toString('base64url');

/** Follows the consent page as a program may. */
async function consent(params) {
  const url = new URL(authorizeUrl);
  url.search = new URLSearchParams({ client_id: app.clientId, response_type: 'code', redirect_uri: app.redirectUris[0], login_as: ben, approve: 'true', ...params });
  const answer = await fetch(url, { redirect: 'manual' });
  assert.equal(answer.status, 302, await answer.text());
  return new URL(answer.headers.get('location')).searchParams;
}

test('clientCredentials_secret_actsAsTheApplication', async () => {
  const token = await requestToken(box, { ...secret, grant_type: 'client_credentials', scope: DEFAULT });
  assert.equal(token.token_type, 'Bearer');
  assert.ok(token.expires_in > 0 && token.ext_expires_in > 0);
  assert.equal(token.refresh_token, undefined);
  const client = clientOf(box, token.access_token);
  assert.equal((await client.api(`/users/${ben}`).get()).mail, ben);
  await assert.rejects(client.api('/me').get(), refused(400, 'BadRequest', '/me request is only valid with delegated authentication flow.'));
});

test('clientCredentials_certificate_actsAsTheApplication', async () => {
  const der = Buffer.from(app.certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': crypto.createHash('sha256').update(der).digest('base64url') };
  const claims = { aud: tokenUrl, iss: app.clientId, sub: app.clientId, jti: crypto.randomUUID(), nbf: now, iat: now, exp: now + 300 };
  const sign = (head, body) => {
    const text = `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(body))}`;
    return `${text}.${crypto.sign('sha256', Buffer.from(text), { key: app.certificateKey, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }).toString('base64url')}`;
  };
  const form = (assertion) => ({
    client_id: app.clientId, grant_type: 'client_credentials', scope: DEFAULT,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion,
  });
  assert.ok((await requestToken(box, form(sign(header, claims)))).access_token);
  await assert.rejects(requestToken(box, form(`${sign(header, claims).slice(0, -6)}AAAAAA`)), (e) => e.body.error === 'invalid_client');
  await assert.rejects(requestToken(box, form(sign(header, { ...claims, exp: now - 600, nbf: now - 900 }))), (e) => e.body.error === 'invalid_client');
});

test('clientCredentials_wrong_areToldApart', async () => {
  const ask = (more, url) => requestToken(box, { ...secret, grant_type: 'client_credentials', scope: DEFAULT, ...more }, url);
  await assert.rejects(ask({ client_secret: 'wrong' }), aadsts('invalid_client', 7000215, 401));
  await assert.rejects(ask({ client_secret: app.expiredSecret }), aadsts('invalid_client', 7000222, 401));
  await assert.rejects(ask({ client_id: crypto.randomUUID() }), aadsts('unauthorized_client', 700016));
  await assert.rejects(ask({ scope: 'Calendars.ReadWrite' }), (e) => e.body.error === 'invalid_scope');
  await assert.rejects(ask({}, tokenUrl.replace(tenant, crypto.randomUUID())), aadsts('invalid_request', 90002));
  await assert.rejects(ask({}, `${loginUrl}/common/oauth2/v2.0/token`), (e) => e.status === 400);
  await assert.rejects(ask({ grant_type: 'password' }), (e) => /unsupported_grant_type|invalid_request|invalid_grant/.test(e.body.error));
});

test('authorizationCode_pkce_givesRotatingRefreshToken', async () => {
  const verifier = base64url(crypto.randomBytes(48));
  const challenge = crypto.createHash('sha256').update(verifier).digest('base64url');
  const scope = 'openid offline_access User.Read Calendars.ReadWrite';
  const back = await consent({ scope, state: 'a b', code_challenge: challenge, code_challenge_method: 'S256' });
  assert.equal(back.get('state'), 'a b');
  const form = { ...secret, grant_type: 'authorization_code', code: back.get('code'), redirect_uri: app.redirectUris[0], scope };
  await assert.rejects(requestToken(box, { ...form, code_verifier: base64url(crypto.randomBytes(48)) }), (e) => e.body.error === 'invalid_grant');
  const again = await consent({ scope, code_challenge: challenge, code_challenge_method: 'S256' });
  const token = await requestToken(box, { ...form, code: again.get('code'), code_verifier: verifier });
  assert.ok(token.refresh_token && token.id_token);
  assert.equal((await clientOf(box, token.access_token).api('/me').get()).mail, ben);
  await assert.rejects(requestToken(box, { ...form, code: again.get('code'), code_verifier: verifier }), aadsts('invalid_grant', 54005));
  const next = await requestToken(box, { ...secret, grant_type: 'refresh_token', refresh_token: token.refresh_token, scope });
  assert.notEqual(next.refresh_token, token.refresh_token);
  const old = await requestToken(box, { ...secret, grant_type: 'refresh_token', refresh_token: token.refresh_token, scope });
  assert.ok(old.access_token, 'the old one is not revoked');
  await assert.rejects(clientOf(box, token.access_token).api('/me/contacts').get(), refused(403, 'ErrorAccessDenied'));
});

test('authorize_wrongRedirect_neverRedirects', async () => {
  const url = new URL(authorizeUrl);
  url.search = new URLSearchParams({ client_id: app.clientId, response_type: 'code', redirect_uri: 'http://elsewhere.example/', scope: 'User.Read' });
  const answer = await fetch(url, { redirect: 'manual' });
  assert.notEqual(answer.status, 302);
  assert.match(await answer.text(), /AADSTS50011/);
  const denied = await consent({ scope: 'User.Read', prompt: 'consent', approve: 'none', state: 's' });
  assert.deepEqual([denied.get('error'), denied.get('state')], ['access_denied', 's']);
});

test('token_unknownOrMissing_is401', async () => {
  await assert.rejects(clientOf(box, 'nonsense').api('/me').get(), refused(401, 'InvalidAuthenticationToken'));
});

test('refreshToken_revoked_isInvalidGrant', async () => {
  await box.control('POST', '/faults', { service: 'microsoft', kind: 'revokeGrant', count: 1, match: await emailOf(box, 'wei') });
  await assert.rejects(personToken(box, 'wei'), (e) => e.body.error === 'invalid_grant' && e.status === 400);
  assert.ok(await personToken(box, 'ben'));
  assert.ok(Object.keys(refreshTokens).length === 3);
});

test('accessPolicy_limitsTheApplication', async () => {
  await box.control('PUT', '/settings/microsoft', { applicationAccessPolicy: [ben] });
  const client = clientOf(box, await appToken(box));
  assert.ok(Array.isArray((await client.api(`/users/${ben}/events`).get()).value));
  await assert.rejects(client.api(`/users/${await emailOf(box, 'amelie')}/events`).get(), refused(403, 'ErrorAccessDenied', 'Access to OData is disabled.'));
  await box.control('PUT', '/settings/microsoft', { applicationAccessPolicy: [] });
});
