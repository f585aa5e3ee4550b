import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { calendarOf, emailOf, oauthClient, peopleOf, person, receiver, refused } from './account.mjs';

const box = await startSandbox();
const me = await emailOf(box, 'amelie');
const calendar = calendarOf(box, person(box, 'amelie'));
const people = peopleOf(box, person(box, 'amelie'));
const calendarId = 'primary';
const fault = (kind, more = {}) => box.control('POST', '/faults', { service: 'google', kind, count: 1, ...more });
const event = (id) => ({ id, summary: id, start: { date: '2027-08-02' }, end: { date: '2027-08-03' } });
const list = (params) => calendar.events.list({ calendarId, maxResults: 2500, ...params }).then((r) => r.data);
const lost = (error) => error.response === undefined;

beforeEach(() => box.control('PUT', '/clock', { timeScale: 1000 }));
afterEach(() => box.control('DELETE', '/faults'));

test('resetAfter_hasDoneTheWork', async () => {
  await fault('resetAfter', { match: 'POST .*/events' });
  await assert.rejects(calendar.events.insert({ calendarId, requestBody: event('resetafter') }), lost);
  assert.equal((await calendar.events.get({ calendarId, eventId: 'resetafter' })).data.summary, 'resetafter');
  await assert.rejects(calendar.events.insert({ calendarId, requestBody: event('resetafter') }), refused(409, 'duplicate'));
});

test('resetBefore_hasDoneNothing', async () => {
  await fault('resetBefore', { match: 'POST .*/events' });
  await assert.rejects(calendar.events.insert({ calendarId, requestBody: event('resetbefore') }), lost);
  await assert.rejects(calendar.events.get({ calendarId, eventId: 'resetbefore' }), refused(404, 'notFound'));
});

test('serverError_hasTheBodyOfEachService', async () => {
  await fault('serverError', { count: 2, match: 'GET /(v1|calendar)/' });
  await assert.rejects(list(), (e) => refused(e.response.status, 'backendError')(e) && e.response.status >= 500);
  await assert.rejects(people.people.get({ resourceName: 'people/me', personFields: 'names' }), (e) => ['UNAVAILABLE', 'INTERNAL'].includes(e.response.data.error.status));
});

test('serverError_isRetriedByTheLibrary', async () => {
  await fault('serverError', { match: 'GET .*/events' });
  const patient = calendarOf(box, person(box, 'amelie'));
  const { data } = await patient.events.list({ calendarId, maxResults: 1 }, { retry: true, retryConfig: { retryDelay: 1 } });
  assert.equal(data.kind, 'calendar#events');
});

test('rateLimit_isToldInThreeWays', async () => {
  await fault('rateLimit', { count: 3 });
  const seen = [];
  for (let i = 0; i < 3; i++) await list().catch((e) => seen.push(`${e.response.status} ${e.response.data.error.errors[0].reason}`));
  assert.deepEqual(seen.sort(), ['403 rateLimitExceeded', '403 userRateLimitExceeded', '429 rateLimitExceeded']);
});

test('delay_isLongerThanPatience', async () => {
  await box.control('PUT', '/clock', { timeScale: 60 });
  await fault('delay');
  await assert.rejects(calendar.events.list({ calendarId }, { timeout: 100 }), lost);
  await fault('delay');
  const before = Date.now();
  await list();
  assert.ok(Date.now() - before >= 400);
});

test('shortListing_leavesOut_emptyListing_leavesNothing', async () => {
  for (let i = 0; i < 6; i++) await calendar.events.insert({ calendarId, requestBody: event(`listing${i}`) });
  const all = (await list()).items.length;
  await fault('shortListing');
  const short = (await list()).items.length;
  assert.ok(short < all && short > 0);
  await fault('emptyListing');
  assert.deepEqual((await list()).items, []);
  assert.equal((await list()).items.length, all);
  const contacts = () => people.people.connections.list({ resourceName: 'people/me', personFields: 'names', pageSize: 1000 }).then((r) => r.data.connections?.length ?? 0);
  const total = await contacts();
  await fault('shortListing');
  assert.ok((await contacts()) < total);
  await fault('emptyListing');
  assert.equal(await contacts(), 0);
});

test('lateFeed_showsTheChangeLater', async () => {
  const { nextSyncToken } = await list();
  await calendar.events.insert({ calendarId, requestBody: event('latefeed') });
  await fault('lateFeed');
  const late = await list({ syncToken: nextSyncToken });
  assert.deepEqual(late.items, []);
  const after = await list({ syncToken: late.nextSyncToken });
  assert.deepEqual(after.items.map((i) => i.id), ['latefeed']);
});

test('revokeGrant_endsTokensForGood', async () => {
  const client = person(box, 'ben');
  const his = calendarOf(box, client);
  await his.calendars.get({ calendarId });
  await fault('revokeGrant', { match: await emailOf(box, 'ben') });
  await assert.rejects(his.calendars.get({ calendarId }), refused(401, 'authError'));
  const again = oauthClient(box);
  again.setCredentials({ refresh_token: box.credentials.google.refreshTokens.ben });
  await assert.rejects(again.getAccessToken(), (e) => e.response.data.error === 'invalid_grant');
});

test('faults_matchOnlyWhatTheyName', async () => {
  await fault('serverError', { match: 'DELETE' });
  await list();
  assert.equal((await box.control('GET', '/faults')).faults.length, 1);
});

test('push_canBeDroppedAndDoubled', async () => {
  const hook = await receiver();
  try {
    await calendar.events.watch({ calendarId, requestBody: { id: 'faulty', type: 'web_hook', address: hook.url } });
    await hook.until((n) => n.headers['x-goog-resource-state'] === 'sync');
    await box.control('PUT', '/settings/google', { pushDuplicate: 1, pushDelayMax: 'PT0S' });
    await calendar.events.insert({ calendarId, requestBody: event('doubled') });
    await hook.until(() => hook.received.filter((n) => n.headers['x-goog-resource-state'] === 'exists').length === 2);
    await box.control('PUT', '/settings/google', { pushDuplicate: 0, pushDrop: 1 });
    await calendar.events.insert({ calendarId, requestBody: event('dropped') });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(hook.received.filter((n) => n.headers['x-goog-resource-state'] === 'exists').length, 2);
    await box.control('PUT', '/settings/google', { pushDrop: 0 });
  } finally {
    hook.close();
  }
});

test('requests_areLogged', async () => {
  await box.control('DELETE', '/requests');
  await list();
  const { counts, newest } = await box.control('GET', '/requests?service=google&operation=calendar.events.list');
  assert.deepEqual(counts, [{ service: 'google', operation: 'calendar.events.list', status: 200, calls: 1 }]);
  assert.equal(newest[0].user, me);
});
