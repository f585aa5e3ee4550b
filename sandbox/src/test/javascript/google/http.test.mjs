// What Google's clients in other languages send over HTTP, as they send it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startSandbox } from '../sandbox.mjs';
import { emailOf, person } from './account.mjs';

const box = await startSandbox();
const me = await emailOf(box, 'amelie');
const { token } = await person(box, 'amelie').getAccessToken();
const events = '/calendar/v3/calendars/primary/events';
const JSON_BODY = { 'content-type': 'application/json' };

async function call(method, path, { body, headers = {}, signedIn = true } = {}) {
  const authorization = signedIn ? { authorization: `Bearer ${token}` } : {};
  const answer = await fetch(box.urls.google + path, { method, body, headers: { ...authorization, ...headers } });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
}

const event = (summary) => JSON.stringify({ summary, start: { date: '2027-05-03' }, end: { date: '2027-05-04' } });

test('methods_overridden_areTaken', async () => {
  const made = (await call('POST', events, { body: gzipSync(event('Zipped')), headers: { ...JSON_BODY, 'content-encoding': 'gzip' } })).json();
  assert.equal(made.summary, 'Zipped');
  const patched = await call('POST', `${events}/${made.id}`, { body: '{"summary":"Patched"}', headers: { ...JSON_BODY, 'X-HTTP-Method-Override': 'PATCH' } });
  assert.equal(patched.json().summary, 'Patched');
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'X-HTTP-Method-Override': 'GET' };
  const listed = await call('POST', '/v1/people:batchGet', { body: 'resourceNames=people/c1&resourceNames=people/c2&personFields=names', headers: form });
  assert.equal(listed.json().responses.length, 2);
});

test('ids_encoded_areTheSame', async () => {
  assert.equal((await call('GET', `/calendar/v3/calendars/${encodeURIComponent(me)}`)).json().id, me);
  assert.equal((await call('GET', '//calendar/v3/calendars/primary')).json().id, me);
});

test('bodies_thatAreNoJson_areParseErrors', async () => {
  const broken = await call('POST', events, { body: '{"summary":', headers: JSON_BODY });
  assert.deepEqual([broken.status, broken.json().error.errors[0].reason], [400, 'parseError']);
  const form = await call('POST', events, { body: 'summary=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.deepEqual([form.status, form.json().error.errors[0].reason], [400, 'parseError']);
});

test('answers_haveTheirTypesAndEtags', async () => {
  const made = await call('POST', events, { body: event('Typed'), headers: JSON_BODY });
  assert.match(made.headers.get('content-type'), /^application\/json; charset=UTF-8$/i);
  assert.equal(made.headers.get('etag'), made.json().etag);
  const gone = await call('DELETE', `${events}/${made.json().id}`, { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.deepEqual([gone.status, gone.text], [204, '']);
  assert.equal((await call('GET', '/nonsense')).status, 404);
});

test('token_missing_isToldWithAChallenge', async () => {
  const calendar = await call('GET', events, { signedIn: false });
  assert.equal(calendar.status, 401);
  assert.match(calendar.headers.get('www-authenticate'), /^Bearer realm=/);
  const people = await call('GET', '/v1/people/me?personFields=names', { signedIn: false });
  assert.deepEqual([people.status, people.json().error.details?.[0].reason], [401, 'CREDENTIALS_MISSING']);
});

test('fields_thatCannotBeRead_areRefused', async () => {
  for (const fields of ['items(id', 'items/', ',', 'items)']) {
    const answer = await call('GET', `${events}?fields=${encodeURIComponent(fields)}`);
    assert.deepEqual([answer.status, answer.json().error.errors[0].location], [400, 'fields'], fields);
  }
  const { items } = (await call('GET', `${events}?fields=${encodeURIComponent('items/*')}`)).json();
  assert.ok(items[0].kind === 'calendar#event');
});
