import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { clientOf, emailOf, personToken, refused } from './mailbox.mjs';

const box = await startSandbox();
await box.seed({ microsoft: 3 });
await box.control('PUT', '/settings/microsoft', { emptyPages: 0, replays: 0, serviceWrites: 0 });
const token = await personToken(box, 'ben');
const me = clientOf(box, token);
const fault = (kind, more = {}) => box.control('POST', '/faults', { service: 'microsoft', kind, count: 1, ...more });
const event = (subject, more = {}) => ({ subject, start: { dateTime: '2027-06-01T09:00:00', timeZone: 'UTC' }, end: { dateTime: '2027-06-01T10:00:00', timeZone: 'UTC' }, ...more });
const create = (subject, more) => me.api('/me/events').post(event(subject, more));
const count = (subject) => me.api('/me/events').filter(`subject eq '${subject}'`).get().then((r) => r.value.length);
const lost = (error) => error.statusCode === -1;
const WINDOW = { startDateTime: '2027-01-01T00:00:00Z', endDateTime: '2027-12-31T00:00:00Z' };

/** One round of change tracking: all items, and the link of the next round. */
async function round(link, prefer = 'odata.maxpagesize=3') {
  const items = [];
  let pages = 0;
  let next = link;
  for (;;) {
    const page = await (next === undefined ? me.api('/me/calendarView/delta').query(WINDOW) : me.api(next)).header('Prefer', prefer).get();
    assert.notEqual(page['@odata.nextLink'] === undefined, page['@odata.deltaLink'] === undefined, 'exactly one link');
    items.push(...page.value);
    pages++;
    if (page['@odata.deltaLink']) return { items, pages, link: page['@odata.deltaLink'] };
    next = page['@odata.nextLink'];
  }
}

beforeEach(() => box.control('PUT', '/clock', { timeScale: 1000 }));
afterEach(() => box.control('DELETE', '/faults'));

test('resetAfter_hasDoneTheWork_transactionIdFindsIt', async () => {
  await fault('resetAfter', { match: 'POST' });
  await assert.rejects(create('Lost answer', { transactionId: 'lost-1' }), lost);
  assert.equal(await count('Lost answer'), 1);
  await create('Lost answer', { transactionId: 'lost-1' }).catch((e) => refused(409)(e));
  assert.equal(await count('Lost answer'), 1);
  await fault('resetBefore', { match: 'POST' });
  await assert.rejects(create('Lost question'), lost);
  assert.equal(await count('Lost question'), 0);
});

test('serverErrors_areOfAllKinds', async () => {
  await fault('serverError', { count: 4 });
  const seen = [];
  for (let i = 0; i < 4; i++) await me.api('/me/events').get().catch((e) => seen.push(e.statusCode));
  assert.deepEqual(seen.sort(), [500, 502, 503, 504]);
});

test('session_expired_isToldOnce', async () => {
  const other = clientOf(box, await personToken(box, 'wei'));
  await fault('expireSessions');
  await assert.rejects(other.api('/me').get(), refused(401, 'InvalidAuthenticationToken'));
  assert.equal((await clientOf(box, await personToken(box, 'wei')).api('/me').get()).mail, await emailOf(box, 'wei'));
});

test('concurrency_overFour_isThrottled', async () => {
  await box.control('PUT', '/settings/microsoft', { callTime: 'PT0.3S' });
  const statuses = await Promise.all(Array.from({ length: 8 }, () => me.api('/me/events').get().then(() => 200, (e) => (refused(429, 'ApplicationThrottled', 'MailboxConcurrency')(e), 429))));
  await box.control('PUT', '/settings/microsoft', { callTime: 'PT0.002S' });
  assert.ok(statuses.filter((s) => s === 200).length >= 4);
  assert.ok(statuses.includes(429));
});

test('quota_ofTheMailbox_isThrottledWithRetryAfter', async () => {
  await box.control('PUT', '/settings/microsoft', { requestsPerMailbox: 1 });
  await assert.rejects(me.api('/me/events').get(), (e) => Number(e.headers.get('retry-after')) >= 1 && refused(429)(e));
  await box.control('PUT', '/settings/microsoft', { requestsPerMailbox: 10_000 });
});

test('delta_emptyPagesAndReplays_endTheSame', async () => {
  for (let i = 0; i < 7; i++) await create(`Delta${i}`);
  const plain = await round();
  await box.control('PUT', '/settings/microsoft', { emptyPages: 0.5, replays: 0.5 });
  const odd = await round();
  await box.control('PUT', '/settings/microsoft', { emptyPages: 0, replays: 0 });
  assert.ok(odd.pages > plain.pages);
  assert.deepEqual([...new Set(odd.items.map((i) => i.id))].sort(), [...new Set(plain.items.map((i) => i.id))].sort());
});

test('delta_lateFeed_showsTheChangeLater', async () => {
  const base = await round();
  await create('Late');
  await fault('lateFeed');
  const soon = await round(base.link);
  assert.ok(!soon.items.some((i) => i.subject === 'Late'));
  await box.control('PUT', '/clock', { advance: 'PT5M' });
  assert.ok((await round(soon.link)).items.some((i) => i.subject === 'Late'));
});

test('delta_expired_needsANewRound', async () => {
  const { link } = await round();
  await fault('expireDeltaLinks');
  await assert.rejects(round(link), refused(410));
  assert.ok((await round()).items.length > 0);
});

test('listings_shortAndEmpty', async () => {
  const size = () => me.api('/me/events').top(500).get().then((r) => r.value.length);
  const all = await size();
  await fault('shortListing');
  assert.ok((await size()) < all);
  await fault('emptyListing');
  assert.equal(await size(), 0);
  assert.equal(await size(), all);
});

test('serviceWrites_moveTheChangeKey', async () => {
  await box.control('PUT', '/settings/microsoft', { serviceWrites: 1 });
  const made = await create('Touched');
  await box.control('PUT', '/settings/microsoft', { serviceWrites: 0 });
  await assert.rejects(me.api(`/me/events/${encodeURIComponent(made.id)}`).header('If-Match', made['@odata.etag']).patch({ subject: 'x' }), refused(412, 'ErrorIrresolvableConflict'));
});

test('immutableIds_surviveAMove_otherIdsDoNot', async () => {
  const prefer = 'IdType="ImmutableId"';
  const calendar = await me.api('/me/calendars').post({ name: 'Second' });
  const made = await me.api('/me/events').header('Prefer', prefer).post(event('Moved'));
  const plain = await me.api('/me/events').filter("subject eq 'Moved'").get();
  assert.notEqual(plain.value[0].id, made.id);
  const read = await me.api(`/me/events/${encodeURIComponent(made.id)}`).header('Prefer', prefer).get();
  assert.equal(read.id, made.id);
  assert.ok((await me.api('/me/calendars').get()).value.some((c) => c.id === calendar.id));
});

test('onPremisesMailbox_isOutOfReach', async () => {
  await box.control('PUT', '/settings/microsoft', { onPremisesMailboxes: [await emailOf(box, 'ben')] });
  await assert.rejects(me.api('/me/events').get(), refused(404, 'MailboxNotEnabledForRESTAPI'));
  await box.control('PUT', '/settings/microsoft', { onPremisesMailboxes: [] });
});

test('batch_ofOneMailbox_isThrottledItemByItem', async () => {
  await box.control('PUT', '/settings/microsoft', { batchRefusal: 1 });
  const { responses } = await me.api('/$batch').post({ requests: Array.from({ length: 8 }, (_, i) => ({ id: String(i), method: 'GET', url: '/me/events?$top=1' })) });
  await box.control('PUT', '/settings/microsoft', { batchRefusal: 0 });
  assert.equal(responses.filter((r) => r.status === 200).length, 4);
  const refusedItem = responses.find((r) => r.status === 429);
  assert.ok(Object.keys(refusedItem.headers).some((h) => h.toLowerCase() === 'retry-after'));
});
