import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { calendarOf, emailOf, person, receiver, refused } from './account.mjs';

const box = await startSandbox();
const me = await emailOf(box, 'amelie');
const calendar = calendarOf(box, person(box, 'amelie'));
const calendarId = 'primary';
const hook = await receiver();
after(() => hook.close());

const insert = (summary, more = {}) =>
  calendar.events.insert({ calendarId, requestBody: { summary, start: { dateTime: '2027-05-03T09:00:00', timeZone: 'Europe/Paris' }, end: { dateTime: '2027-05-03T10:00:00', timeZone: 'Europe/Paris' }, ...more } }).then((r) => r.data);

/** All pages of a listing. */
async function listAll(params) {
  const items = [];
  let pages = 0;
  let pageToken;
  for (;;) {
    const { data } = await calendar.events.list({ calendarId, ...params, pageToken });
    items.push(...(data.items ?? []));
    pages++;
    assert.ok(!(data.nextPageToken && data.nextSyncToken), 'never both tokens');
    if (!data.nextPageToken) return { items, pages, data, syncToken: data.nextSyncToken };
    pageToken = data.nextPageToken;
  }
}

test('list_pages_haveTheEnvelope', async () => {
  for (let i = 0; i < 5; i++) await insert(`Paged ${i}`);
  const { pages, items, data, syncToken } = await listAll({ maxResults: 2 });
  assert.ok(pages >= 3);
  assert.ok(items.filter((i) => i.summary?.startsWith('Paged')).length === 5);
  assert.deepEqual([data.kind, data.summary, data.timeZone, data.accessRole], ['calendar#events', me, 'Europe/Paris', 'owner']);
  assert.ok(Array.isArray(data.defaultReminders) && data.etag && data.updated);
  assert.ok(syncToken);
  await assert.rejects(calendar.events.list({ calendarId, pageToken: 'nonsense' }), refused(400, 'invalid'));
  await assert.rejects(calendar.events.list({ calendarId, maxResults: 0 }), refused(400, 'invalidParameter'));
});

test('syncToken_showsChangesAndTombstones', async () => {
  const first = await listAll({});
  assert.deepEqual((await listAll({ syncToken: first.syncToken })).items, []);
  const [kept, gone, series] = [
    await insert('Kept'), await insert('Gone'), await insert('Series', { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] }),
  ];
  await calendar.events.delete({ calendarId, eventId: gone.id });
  const instances = (await calendar.events.instances({ calendarId, eventId: series.id })).data.items;
  await calendar.events.delete({ calendarId, eventId: instances[1].id });
  const delta = await listAll({ syncToken: first.syncToken });
  const byId = new Map(delta.items.map((i) => [i.id, i]));
  assert.equal(byId.get(kept.id).summary, 'Kept');
  assert.equal(byId.get(gone.id).status, 'cancelled');
  assert.equal(byId.get(gone.id).start, undefined);
  assert.deepEqual(byId.get(series.id).recurrence, ['RRULE:FREQ=DAILY;COUNT=3']);
  const hole = byId.get(instances[1].id);
  assert.deepEqual([hole.status, hole.recurringEventId, hole.summary], ['cancelled', series.id, undefined]);
  assert.ok(hole.originalStartTime.dateTime);
  assert.notEqual(delta.syncToken, first.syncToken);
});

test('syncToken_withOtherRestrictions_isRefused', async () => {
  const { syncToken } = await listAll({});
  for (const more of [{ q: 'x' }, { timeMin: '2027-01-01T00:00:00Z' }, { orderBy: 'updated' }, { updatedMin: '2027-01-01T00:00:00Z' }, { iCalUID: 'x' }, { privateExtendedProperty: ['a=b'] }, { showDeleted: false }]) {
    await assert.rejects(calendar.events.list({ calendarId, syncToken, ...more }), refused(400), JSON.stringify(more));
  }
});

test('syncToken_expired_is410', async () => {
  const { syncToken } = await listAll({});
  await box.control('POST', '/faults', { service: 'google', kind: 'expireSyncTokens', count: 1 });
  await assert.rejects(calendar.events.list({ calendarId, syncToken }), refused(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.'));
  await assert.rejects(calendar.events.list({ calendarId, syncToken: 'nonsense' }), refused(400, 'invalid', 'Invalid sync token value.'));
});

test('list_filters_selectAsDocumented', async () => {
  await insert('Needle in the summary');
  await insert('Other', { location: 'needle street' });
  assert.equal((await listAll({ q: 'needle' })).items.length, 2);
  await new Promise((go) => setTimeout(go, 20)); // updatedMin takes in what was saved in its own millisecond
  const since = new Date((await box.control('GET', '/clock')).now).toISOString();
  const late = await insert('Late');
  assert.deepEqual((await listAll({ updatedMin: since })).items.map((i) => i.id), [late.id]);
  const window = (await listAll({ singleEvents: true, orderBy: 'startTime', timeMin: '2027-05-03T00:00:00Z', timeMax: '2027-05-04T00:00:00Z' })).items;
  assert.ok(window.length > 0 && window.every((i) => i.start.dateTime.startsWith('2027-05-03')));
  const utc = (await calendar.events.get({ calendarId, eventId: late.id, timeZone: 'UTC' })).data;
  assert.match(utc.start.dateTime, /^2027-05-03T07:00:00Z$/);
  await assert.rejects(calendar.events.list({ calendarId, orderBy: 'startTime' }), refused(400));
  await assert.rejects(calendar.events.list({ calendarId, timeMin: '2027-05-04T00:00:00Z', timeMax: '2027-05-03T00:00:00Z' }), refused(400, 'timeRangeEmpty'));
  await assert.rejects(calendar.events.list({ calendarId, timeMin: '2027-05-04' }), refused(400));
});

test('fields_mask_shortensTheAnswer', async () => {
  const { data } = await calendar.events.list({ calendarId, maxResults: 1, fields: 'nextPageToken,items(id,start/dateTime)' });
  assert.deepEqual(Object.keys(data).sort(), ['items', 'nextPageToken']);
  assert.ok(Object.keys(data.items[0]).every((k) => ['id', 'start'].includes(k)));
});

test('watch_callsBackAndStops', async () => {
  const channel = (await calendar.events.watch({ calendarId, requestBody: { id: 'channel-1', type: 'web_hook', address: hook.url, token: 'secret=1', params: { ttl: '3600' } } })).data;
  assert.deepEqual([channel.kind, channel.id, channel.token], ['api#channel', 'channel-1', 'secret=1']);
  assert.ok(Number(channel.expiration) > 0);
  const first = await hook.until((n) => n.headers['x-goog-resource-state'] === 'sync');
  assert.equal(first.method, 'POST');
  assert.equal(first.body, '');
  assert.deepEqual(
    [first.headers['x-goog-channel-id'], first.headers['x-goog-channel-token'], first.headers['x-goog-message-number'], first.headers['x-goog-resource-id']],
    ['channel-1', 'secret=1', '1', channel.resourceId]);
  assert.ok(!Number.isNaN(Date.parse(first.headers['x-goog-channel-expiration'])));
  await insert('Watched');
  const change = await hook.until((n) => n.headers['x-goog-resource-state'] === 'exists');
  assert.ok(Number(change.headers['x-goog-message-number']) > 1);
  await assert.rejects(calendar.events.watch({ calendarId, requestBody: { id: 'channel-1', type: 'web_hook', address: hook.url } }), refused(400, 'channelIdNotUnique'));
  await calendar.channels.stop({ requestBody: { id: 'channel-1', resourceId: channel.resourceId } });
  await assert.rejects(calendar.channels.stop({ requestBody: { id: 'channel-1', resourceId: channel.resourceId } }), refused(404, 'notFound'));
  await assert.rejects(calendar.events.watch({ calendarId, requestBody: { id: 'channel-2', type: 'web_hook', address: 'http://elsewhere.example/hook' } }), refused(400, 'push.webhookUrlNotHttps'));
  await assert.rejects(calendar.events.watch({ calendarId, requestBody: { id: 'channel-3', type: 'mail', address: hook.url } }), refused(400));
});

test('calendarList_calendarsAndSettings', async () => {
  const list = (await calendar.calendarList.list()).data;
  assert.equal(list.kind, 'calendar#calendarList');
  assert.ok(list.nextSyncToken);
  const primary = list.items.find((c) => c.primary);
  assert.deepEqual([primary.id, primary.accessRole, primary.timeZone], [me, 'owner', 'Europe/Paris']);
  assert.equal((await calendar.calendarList.get({ calendarId: me })).data.id, me);
  const made = (await calendar.calendars.insert({ requestBody: { summary: 'Second' } })).data;
  assert.match(made.id, /@group\.calendar\.google\.com$/);
  const renamed = (await calendar.calendars.patch({ calendarId: made.id, requestBody: { summary: 'Renamed', description: 'd' } })).data;
  assert.deepEqual([renamed.summary, renamed.description, renamed.timeZone], ['Renamed', 'd', made.timeZone]);
  const replaced = (await calendar.calendars.update({ calendarId: made.id, requestBody: { summary: 'Replaced', timeZone: 'Asia/Tokyo' } })).data;
  assert.deepEqual([replaced.summary, replaced.description, replaced.timeZone], ['Replaced', undefined, 'Asia/Tokyo']);
  assert.equal((await calendar.calendarList.list({ minAccessRole: 'owner' })).data.items.find((c) => c.id === made.id).summary, 'Replaced');
  await assert.rejects(calendar.calendars.update({ calendarId: made.id, requestBody: {} }), refused(400, 'required'));
  await calendar.calendars.delete({ calendarId: made.id });
  await assert.rejects(calendar.calendars.delete({ calendarId: 'primary' }), refused(400));
  const settings = (await calendar.settings.list()).data;
  assert.equal(settings.items.find((s) => s.id === 'timezone').value, 'Europe/Paris');
  assert.equal((await calendar.settings.get({ setting: 'timezone' })).data.value, 'Europe/Paris');
  await assert.rejects(calendar.settings.get({ setting: 'nonsense' }), refused(404, 'notFound'));
  const colors = (await calendar.colors.get()).data;
  assert.deepEqual([colors.kind, Object.keys(colors.event).length], ['calendar#colors', 11]);
  assert.match(colors.event['1'].background, /^#[0-9a-f]{6}$/);
});

test('freebusy_mergesBusyTimes', async () => {
  const { id: own } = (await calendar.calendars.insert({ requestBody: { summary: 'Busy' } })).data;
  const day = (summary, from, to, more = {}) => calendar.events.insert({ calendarId: own, requestBody: { summary, start: { dateTime: `2027-06-07T${from}:00Z` }, end: { dateTime: `2027-06-07T${to}:00Z` }, ...more } });
  await day('a', '09:00', '10:00');
  await day('b', '09:30', '11:00');
  await day('free', '12:00', '13:00', { transparency: 'transparent' });
  await calendar.events.insert({ calendarId: own, requestBody: { summary: 's', start: { dateTime: '2027-06-07T14:00:00', timeZone: 'UTC' }, end: { dateTime: '2027-06-07T14:30:00', timeZone: 'UTC' }, recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] } });
  const { data } = await calendar.freebusy.query({ requestBody: { timeMin: '2027-06-07T00:00:00Z', timeMax: '2027-06-08T00:00:00Z', items: [{ id: own }, { id: 'nobody@elsewhere.example' }] } });
  assert.equal(data.kind, 'calendar#freeBusy');
  assert.deepEqual(data.calendars[own].busy, [
    { start: '2027-06-07T09:00:00Z', end: '2027-06-07T11:00:00Z' },
    { start: '2027-06-07T14:00:00Z', end: '2027-06-07T14:30:00Z' },
  ]);
  assert.deepEqual(data.calendars['nobody@elsewhere.example'].errors, [{ domain: 'global', reason: 'notFound' }]);
  await assert.rejects(calendar.freebusy.query({ requestBody: { timeMax: '2027-06-08T00:00:00Z', items: [] } }), refused(400, 'required'));
  await assert.rejects(calendar.freebusy.query({ requestBody: { timeMin: '2027-06-08T00:00:00Z', timeMax: '2027-06-07T00:00:00Z', items: [] } }), refused(400, 'timeRangeEmpty'));
});

test('unsimulatedMethods_saySo', async () => {
  const unsupported = refused(501, 'notImplemented', 'does not');
  await assert.rejects(calendar.acl.insert({ calendarId, requestBody: { role: 'reader', scope: { type: 'default' } } }), unsupported);
  await assert.rejects(calendar.calendarList.insert({ requestBody: { id: 'x' } }), unsupported);
  await assert.rejects(calendar.calendarList.watch({ requestBody: { id: 'x' } }), unsupported);
  await assert.rejects(calendar.settings.watch({ requestBody: { id: 'x' } }), unsupported);
});

test('quota_isPerUserAndMinute', async () => {
  const his = calendarOf(box, person(box, 'ben'));
  await box.control('PUT', '/settings/google', { calendarPerUserPerMinute: 3 });
  const ask = () => his.calendars.get({ calendarId }).then(() => 'ok', (e) => `${e.response.status} ${e.response.data.error.errors[0].reason}`);
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(await ask());
  assert.deepEqual(answers.slice(0, 3), ['ok', 'ok', 'ok']);
  assert.deepEqual(answers.slice(3).sort(), ['403 rateLimitExceeded', '403 userRateLimitExceeded', '429 rateLimitExceeded']);
  // A minute of the quota lasts as long as the clock's scale says.
  await box.control('PUT', '/clock', { timeScale: 6000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await ask(), 'ok');
});
