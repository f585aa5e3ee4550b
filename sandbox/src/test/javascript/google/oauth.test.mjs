import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeChallengeMethod } from 'google-auth-library';
import { startSandbox } from '../sandbox.mjs';
import { calendarOf, delegated, emailOf, oauthClient, peopleOf, person, refused, SCOPE } from './account.mjs';

const box = await startSandbox();
const amelie = await emailOf(box, 'amelie');
const denied = (code, text) => (error) => {
  const { data } = error.response;
  assert.equal(data.error, code);
  if (text !== undefined) assert.match(data.error_description, text);
  return true;
};

/** Follows the consent screen as a program may. */
async function consent(url, approve = 'all') {
  const answer = await fetch(`${url}&login_as=${encodeURIComponent(amelie)}&approve=${encodeURIComponent(approve)}`, { redirect: 'manual' });
  assert.equal(answer.status, 302);
  return new URL(answer.headers.get('location')).searchParams;
}

test('serviceAccount_withSubject_actsForThePerson', async () => {
  const calendar = calendarOf(box, delegated(box, amelie, [SCOPE.calendar]));
  assert.equal((await calendar.calendars.get({ calendarId: 'primary' })).data.id, amelie);
});

test('serviceAccount_wrongSubjectOrScope_isRefused', async () => {
  await assert.rejects(delegated(box, 'nobody@elsewhere.example', [SCOPE.calendar]).authorize(), denied('invalid_grant'));
  await assert.rejects(delegated(box, amelie, ['https://www.googleapis.com/auth/drive']).authorize(), denied('unauthorized_client', /not authorized for any of the scopes/));
});

test('serviceAccount_withoutDelegation_cannotInvite', async () => {
  const calendar = calendarOf(box, delegated(box, undefined, [SCOPE.calendar]));
  const event = { summary: 'x', start: { date: '2027-01-04' }, end: { date: '2027-01-05' }, attendees: [{ email: amelie }] };
  await assert.rejects(calendar.events.insert({ calendarId: 'primary', requestBody: event }), refused(403, 'forbiddenForServiceAccounts'));
});

test('refreshToken_givesAccessAndTokenInfo', async () => {
  const client = person(box, 'amelie');
  const { token } = await client.getAccessToken();
  const info = await client.getTokenInfo(token);
  assert.equal(info.email, amelie);
  assert.ok(info.scopes.includes(SCOPE.calendar));
  assert.equal(info.aud, box.credentials.google.oauthClient.clientId);
});

test('authorizationCode_pkceAndOffline_givesRefreshToken', async () => {
  const client = oauthClient(box);
  const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
  const url = client.generateAuthUrl({
    access_type: 'offline', prompt: 'consent', scope: [SCOPE.events, SCOPE.contacts, 'openid', 'email'], state: 'a b',
    code_challenge: codeChallenge, code_challenge_method: CodeChallengeMethod.S256,
  });
  const back = await consent(url);
  assert.equal(back.get('state'), 'a b');
  await assert.rejects(oauthClient(box).getToken({ code: 'nonsense', codeVerifier }), denied('invalid_grant'));
  const { tokens } = await client.getToken({ code: back.get('code'), codeVerifier });
  assert.ok(tokens.refresh_token);
  assert.ok(tokens.expiry_date > Date.now());
  assert.deepEqual(tokens.scope.split(' ').filter((s) => s === SCOPE.events || s === SCOPE.contacts).length, 2);
  const payload = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url'));
  assert.equal(payload.email, amelie);
  await assert.rejects(client.getToken({ code: back.get('code'), codeVerifier }), denied('invalid_grant'));

  // A second consent without prompt=consent brings no refresh token.
  const again = await consent(client.generateAuthUrl({ access_type: 'offline', scope: [SCOPE.events] }));
  assert.equal((await client.getToken(again.get('code'))).tokens.refresh_token, undefined);
});

test('authorizationCode_wrongVerifier_isRefused', async () => {
  const client = oauthClient(box);
  const { codeChallenge } = await client.generateCodeVerifierAsync();
  const other = await client.generateCodeVerifierAsync();
  const back = await consent(client.generateAuthUrl({ scope: [SCOPE.events], code_challenge: codeChallenge, code_challenge_method: CodeChallengeMethod.S256 }));
  await assert.rejects(client.getToken({ code: back.get('code'), codeVerifier: other.codeVerifier }), denied('invalid_grant', /code verifier/));
});

test('consent_partlyUnticked_grantsLess', async () => {
  const client = oauthClient(box);
  const back = await consent(client.generateAuthUrl({ access_type: 'offline', prompt: 'consent', scope: [SCOPE.events, SCOPE.contacts] }), SCOPE.events);
  const { tokens } = await client.getToken(back.get('code'));
  assert.equal(tokens.scope, SCOPE.events);
  client.setCredentials(tokens);
  await calendarOf(box, client).events.list({ calendarId: 'primary' });
  await assert.rejects(peopleOf(box, client).people.connections.list({ resourceName: 'people/me', personFields: 'names' }), refused(403, 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'));
});

test('consent_denied_comesBackAsError', async () => {
  const back = await consent(oauthClient(box).generateAuthUrl({ scope: [SCOPE.events], state: 's' }), 'none');
  assert.deepEqual([back.get('error'), back.get('state'), back.get('code')], ['access_denied', 's', null]);
});

test('token_unknown_is401InBothShapes', async () => {
  const client = oauthClient(box);
  client.setCredentials({ access_token: 'ya29.nonsense' });
  await assert.rejects(calendarOf(box, client).events.list({ calendarId: 'primary' }), (error) => {
    assert.match(error.response.headers.get('www-authenticate'), /error="?invalid_token/);
    return refused(401, 'authError', 'Invalid Credentials')(error);
  });
  await assert.rejects(peopleOf(box, client).people.get({ resourceName: 'people/me', personFields: 'names' }), refused(401, 'UNAUTHENTICATED'));
});

test('token_expired_isRenewedByTheLibrary', async () => {
  const client = oauthClient(box, { forceRefreshOnFailure: true });
  client.setCredentials({ refresh_token: box.credentials.google.refreshTokens.amelie });
  const calendar = calendarOf(box, client);
  await calendar.events.list({ calendarId: 'primary', maxResults: 1 });
  const first = client.credentials.access_token;
  await box.control('POST', '/faults', { service: 'google', kind: 'expireSessions', count: 1 });
  await calendar.events.list({ calendarId: 'primary', maxResults: 1 });
  assert.notEqual(client.credentials.access_token, first);
});

test('grant_revoked_isInvalidGrant', async () => {
  const client = oauthClient(box);
  const back = await consent(client.generateAuthUrl({ access_type: 'offline', prompt: 'consent', scope: [SCOPE.events] }));
  const { tokens } = await client.getToken(back.get('code'));
  await client.revokeToken(tokens.refresh_token);
  client.setCredentials({ refresh_token: tokens.refresh_token });
  await assert.rejects(client.getAccessToken(), denied('invalid_grant', /Token has been expired or revoked/));
});
