import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchRequestContent, BatchResponseContent, PageIterator } from '@microsoft/microsoft-graph-client';
import { startSandbox } from '../sandbox.mjs';
import { appToken, clientOf, emailOf, personToken, refused } from './mailbox.mjs';

const box = await startSandbox();
await box.seed({ microsoft: 3 });
// The unpleasant habits have their own tests; here each answer is to be the plain one.
await box.control('PUT', '/settings/microsoft', { emptyPages: 0, replays: 0, serviceWrites: 0 });
const ben = await emailOf(box, 'ben');
const token = await personToken(box, 'ben');
const me = clientOf(box, token);
const app = clientOf(box, await appToken(box));
const IMMUTABLE = 'IdType="ImmutableId"';
const WINDOW = { startDateTime: '2027-01-01T00:00:00Z', endDateTime: '2027-12-31T00:00:00Z' };
const REQUEST_ID = 'c9e4b1d2-1111-4222-8333-444455556666';
const PROPERTY = 'String {11f5a359-4659-4830-9070-00047ec6ac6e} Name Test';
const event = (more = {}) => ({
  subject: 'Review',
  start: { dateTime: '2027-02-01T09:00:00', timeZone: 'Europe/Paris' },
  end: { dateTime: '2027-02-01T10:00:00', timeZone: 'Europe/Paris' },
  ...more,
});
const create = (body, path = '/me/events') => me.api(path).post(body);
const path = (made) => `/me/events/${encodeURIComponent(made.id)}`;
const mails = async () => (await box.control('GET', '/mails')).mails;

test('me_andUsers_areSelectable', async () => {
  const self = await me.api('/me').select('id,mail,userPrincipalName').get();
  assert.deepEqual([self.mail, Object.keys(self).filter((k) => !k.startsWith('@')).sort()], [ben, ['id', 'mail', 'userPrincipalName']]);
  assert.equal((await app.api(`/users/${self.id}`).get()).mail, ben);
  const users = await app.api('/users').select('mail').top(2).get();
  assert.equal(users.value.length, 2);
  await assert.rejects(app.api('/users/nobody@elsewhere.example').get(), refused(404));
  const settings = await me.api('/me/mailboxSettings').get();
  assert.ok(settings.timeZone);
});

test('event_createReadPatchDelete', async () => {
  const made = await create(event({ body: { contentType: 'html', content: '<p>Hello</p>' }, location: { displayName: 'Room' }, categories: ['Red'], showAs: 'tentative', sensitivity: 'private', reminderMinutesBeforeStart: 20 }));
  assert.ok(made['@odata.context'].endsWith('/events/$entity') && made['@odata.etag'].startsWith('W/"'));
  assert.equal(made.changeKey, /W\/"(.*)"/.exec(made['@odata.etag'])[1]);
  assert.deepEqual(made.start, { dateTime: '2027-02-01T08:00:00.0000000', timeZone: 'UTC' });
  assert.equal(made.originalStartTimeZone, 'Romance Standard Time');
  assert.match(made.body.content, /^<html>[\s\S]*<p>Hello<\/p>[\s\S]*<\/html>/);
  assert.deepEqual([made.type, made.showAs, made.sensitivity, made.isOrganizer, made.organizer.emailAddress.address], ['singleInstance', 'tentative', 'private', true, ben]);
  assert.deepEqual([made.location.displayName, made.locations.length], ['Room', 1]);
  const local = await me.api(path(made)).header('Prefer', 'outlook.timezone="Europe/Paris", outlook.body-content-type="text"').select('start,body').get();
  assert.equal(local.start.dateTime, '2027-02-01T09:00:00.0000000');
  assert.deepEqual([local.body.contentType, local.body.content.trim()], ['text', 'Hello']);
  const changed = await me.api(path(made)).header('If-Match', made['@odata.etag']).patch({ subject: 'Second', categories: [] });
  assert.deepEqual([changed.subject, changed.categories, changed.location.displayName], ['Second', [], 'Room']);
  assert.notEqual(changed.changeKey, made.changeKey);
  await assert.rejects(me.api(path(made)).header('If-Match', made['@odata.etag']).patch({ subject: 'Stale' }), refused(412, 'ErrorIrresolvableConflict'));
  await me.api(path(made)).delete();
  await assert.rejects(me.api(path(made)).get(), refused(404, 'ErrorItemNotFound'));
  await assert.rejects(me.api(path(made)).delete(), refused(404, 'ErrorItemNotFound'));
});

test('event_wrongBodies_areRefused', async () => {
  await assert.rejects(create({ subject: 'x', nonsense: 1, ...event() }), refused(400));
  await assert.rejects(create(event({ start: { dateTime: '2027-02-01T09:00:00', timeZone: 'Mars/Olympus' } })), refused(400, 'TimeZoneNotSupportedException'));
  await assert.rejects(create(event({ end: { dateTime: '2027-01-01T10:00:00', timeZone: 'Europe/Paris' } })), refused(400, 'ErrorPropertyValidationFailure'));
  await assert.rejects(create(event({ isAllDay: true })), refused(400));
  await assert.rejects(create(event({ showAs: 'nonsense' })), refused(400));
  await assert.rejects(me.api('/me/events/nonsense').get(), refused(400, 'ErrorInvalidIdMalformed'));
  await assert.rejects(me.api('/me/nonsense').get(), (e) => [400, 404].includes(e.statusCode));
});

test('event_allDay_isMidnightToMidnight', async () => {
  const made = await create(event({ isAllDay: true, start: { dateTime: '2027-02-03T00:00:00', timeZone: 'UTC' }, end: { dateTime: '2027-02-05T00:00:00', timeZone: 'UTC' } }));
  assert.deepEqual([made.isAllDay, made.start.dateTime, made.end.dateTime], [true, '2027-02-03T00:00:00.0000000', '2027-02-05T00:00:00.0000000']);
});

test('transactionId_makesARepeatHarmless', async () => {
  const body = event({ subject: 'Once', transactionId: 'once-1' });
  const first = await create(body);
  const second = await create(body).catch((e) => e);
  assert.ok(second.id === first.id || (second.statusCode === 409 && second.code === 'ErrorDuplicateTransactionId'));
  const { value } = await me.api('/me/events').filter("subject eq 'Once'").get();
  assert.equal(value.length, 1);
});

test('listing_queryOptions_areObeyed', async () => {
  for (let i = 0; i < 12; i++) await create(event({ subject: `List${String(i).padStart(2, '0')}` }));
  const first = await me.api('/me/events').filter("startsWith(subject,'List')").orderby('subject').top(5).select('subject').get();
  assert.deepEqual(first.value.map((e) => e.subject), ['List00', 'List01', 'List02', 'List03', 'List04']);
  const all = [];
  const pages = new PageIterator(me, first, (item) => all.push(item.subject));
  await pages.iterate();
  assert.equal(all.length, 12);
  assert.equal((await me.api('/me/events').get()).value.length, 10);
  const counted = await me.api('/me/events').filter("startsWith(subject,'List')").count(true).top(1).get();
  assert.equal(counted['@odata.count'], 12);
  const skipped = await me.api('/me/events').filter("startsWith(subject,'List')").orderby('subject desc').skip(10).get();
  assert.deepEqual(skipped.value.map((e) => e.subject), ['List01', 'List00']);
  await assert.rejects(me.api('/me/events').filter('nonsense eq 1').get(), refused(400));
  await assert.rejects(me.api('/me/events').select('nonsense').get(), refused(400));
  await assert.rejects(me.api('/me/events').top(1001).get(), refused(400));
});

test('calendarView_expandsSeries_withExceptions', async () => {
  const series = await create(event({
    subject: 'Weekly', start: { dateTime: '2027-03-22T09:00:00', timeZone: 'Europe/Paris' }, end: { dateTime: '2027-03-22T10:00:00', timeZone: 'Europe/Paris' },
    recurrence: { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'monday' }, range: { type: 'numbered', startDate: '2027-03-22', numberOfOccurrences: 4, recurrenceTimeZone: 'Europe/Paris' } },
  }));
  assert.equal(series.type, 'seriesMaster');
  assert.equal(series.recurrence.range.numberOfOccurrences, 4);
  const view = () => me.api('/me/calendarView').query({ startDateTime: '2027-03-20T00:00:00Z', endDateTime: '2027-04-20T00:00:00Z' }).top(50).get().then((r) => r.value.filter((e) => e.seriesMasterId === series.id).sort((a, b) => a.start.dateTime.localeCompare(b.start.dateTime)));
  const before = await view();
  // The clocks change on 28 March: nine o'clock stays nine o'clock.
  assert.deepEqual(before.map((e) => e.start.dateTime.slice(0, 16)), ['2027-03-22T08:00', '2027-03-29T07:00', '2027-04-05T07:00', '2027-04-12T07:00']);
  assert.ok(before.every((e) => e.type === 'occurrence'));
  const moved = await me.api(path(before[1])).patch({ subject: 'Moved', start: { dateTime: '2027-03-30T15:00:00', timeZone: 'Europe/Paris' }, end: { dateTime: '2027-03-30T16:00:00', timeZone: 'Europe/Paris' } });
  assert.equal(moved.type, 'exception');
  await me.api(path(before[2])).delete();
  const after = await view();
  assert.deepEqual(after.map((e) => [e.type, e.subject]), [['occurrence', 'Weekly'], ['exception', 'Moved'], ['occurrence', 'Weekly']]);
  const instances = await me.api(`${path(series)}/instances`).query(WINDOW).get();
  assert.equal(instances.value.length, 3);
  await assert.rejects(me.api(path(before[3])).patch({ start: { dateTime: '2027-03-30T15:30:00', timeZone: 'Europe/Paris' }, end: { dateTime: '2027-03-30T16:30:00', timeZone: 'Europe/Paris' } }), refused(400, 'ErrorOccurrenceCrossingBoundary'));
  await assert.rejects(me.api('/me/calendarView').get(), refused(400));
  const listed = await me.api('/me/events').filter("subject eq 'Weekly' or subject eq 'Moved'").get();
  assert.deepEqual(listed.value.map((e) => e.type), ['seriesMaster']);
});

test('delta_followsChanges_withThePageIterator', async () => {
  const prefer = `odata.maxpagesize=5, ${IMMUTABLE}`;
  const collect = async (first) => {
    const items = [];
    const pages = new PageIterator(me, first, (item) => items.push(item), { headers: { Prefer: prefer } });
    await pages.iterate();
    return { items, link: pages.getDeltaLink() };
  };
  const start = await collect(await me.api('/me/calendarView/delta').query(WINDOW).header('Prefer', prefer).get());
  assert.ok(start.items.length > 5);
  assert.match(start.link, /deltatoken=/i);
  const next = async (link) => collect(await me.api(link).header('Prefer', prefer).get());
  assert.deepEqual((await next(start.link)).items, []);
  const [kept, gone] = [await me.api('/me/events').header('Prefer', IMMUTABLE).post(event({ subject: 'Kept' })), await me.api('/me/events').header('Prefer', IMMUTABLE).post(event({ subject: 'Gone' }))];
  const middle = await next(start.link);
  assert.deepEqual(middle.items.map((i) => i.subject).sort(), ['Gone', 'Kept']);
  await me.api(path(gone)).header('Prefer', IMMUTABLE).delete();
  await me.api(path(kept)).header('Prefer', IMMUTABLE).patch({ subject: 'Kept 2' });
  const last = await next(middle.link);
  assert.deepEqual(last.items.find((i) => i.id === gone.id)['@removed'], { reason: 'deleted' });
  assert.equal(last.items.find((i) => i.id === kept.id).subject, 'Kept 2');
  await box.control('POST', '/faults', { service: 'microsoft', kind: 'expireDeltaLinks', count: 1 });
  await assert.rejects(next(last.link), refused(410));
});

test('extendedProperty_isHiddenUnlessExpanded', async () => {
  const made = await create(event({ subject: 'Marked', singleValueExtendedProperties: [{ id: PROPERTY, value: 'mark-1' }] }));
  assert.equal(made.singleValueExtendedProperties, undefined);
  const read = await me.api(path(made)).expand(`singleValueExtendedProperties($filter=id eq '${PROPERTY}')`).get();
  assert.deepEqual(read.singleValueExtendedProperties.map((p) => p.value), ['mark-1']);
  const found = await me.api('/me/events').filter(`singleValueExtendedProperties/Any(ep: ep/id eq '${PROPERTY}' and ep/value eq 'mark-1')`).get();
  assert.deepEqual(found.value.map((e) => e.id), [made.id]);
});

test('meeting_invitesAlways_andAnswersFlowBack', async () => {
  await box.control('DELETE', '/mails');
  const wei = await emailOf(box, 'wei');
  const made = await create(event({ subject: 'Meet', attendees: [{ emailAddress: { address: wei }, type: 'required' }] }));
  assert.deepEqual((await mails()).map((m) => m.to), [wei]);
  const her = clientOf(box, await personToken(box, 'wei'));
  const { value: [copy] } = await her.api('/me/events').filter("subject eq 'Meet'").get();
  assert.deepEqual([copy.isOrganizer, copy.iCalUId, copy.responseStatus.response], [false, made.iCalUId, 'notResponded']);
  await her.api(`${path(copy)}/accept`).post({ sendResponse: true, comment: 'yes' });
  const after = await me.api(path(made)).get();
  assert.equal(after.attendees[0].status.response, 'accepted');
  await assert.rejects(her.api(`${path(copy)}/cancel`).post({ comment: '' }), refused(400));
  await me.api(`${path(made)}/cancel`).post({ comment: 'off' });
  const cancelled = await her.api(path(copy)).get().catch((e) => e);
  assert.ok(cancelled.isCancelled === true || cancelled.statusCode === 404);
});

test('contacts_createUpdateFoldersAndLimits', async () => {
  const made = await me.api('/me/contacts').post({ givenName: 'Zoë', surname: 'Öz', emailAddresses: [{ address: 'zoe@example.com', name: 'Zoë' }], businessPhones: ['+33 1'], companyName: 'Acme', birthday: '1980-02-29T11:59:00Z' });
  assert.equal(made.displayName, 'Zoë Öz');
  assert.ok(made.parentFolderId && made['@odata.etag']);
  const one = `/me/contacts/${encodeURIComponent(made.id)}`;
  const changed = await me.api(one).header('If-Match', made['@odata.etag']).patch({ jobTitle: 'Head', emailAddresses: [] });
  assert.deepEqual([changed.jobTitle, changed.emailAddresses, changed.companyName], ['Head', [], 'Acme']);
  await assert.rejects(me.api(one).header('If-Match', made['@odata.etag']).patch({ jobTitle: 'x' }), refused(412));
  await assert.rejects(me.api('/me/contacts').post({ givenName: 'x', businessPhones: ['1', '2', '3'] }), refused(400, undefined, 'exceeds the max allowed value of 2'));
  await assert.rejects(me.api('/me/contacts').post({ givenName: 'x', emailAddresses: [1, 2, 3, 4].map((n) => ({ address: `${n}@example.com` })) }), refused(400));
  const folder = await me.api('/me/contactFolders').post({ displayName: 'Salesforce_Sync' });
  const inside = await me.api(`/me/contactFolders/${encodeURIComponent(folder.id)}/contacts`).post({ givenName: 'In', surname: 'Folder' });
  assert.equal(inside.parentFolderId, folder.id);
  assert.ok((await me.api('/me/contactFolders').get()).value.some((f) => f.id === folder.id));
  const delta = await me.api(`/me/contactFolders/${encodeURIComponent(folder.id)}/contacts/delta`).select('givenName').get();
  assert.deepEqual(delta.value.map((c) => c.givenName), ['In']);
  await me.api(`/me/contacts/${encodeURIComponent(inside.id)}`).delete();
  const later = await me.api(delta['@odata.deltaLink']).get();
  assert.deepEqual(later.value.map((c) => c['@removed']), [{ reason: 'deleted' }]);
  const byMail = await me.api('/me/contacts').filter("emailAddresses/any(a:a/address eq 'nobody@example.com')").get();
  assert.deepEqual(byMail.value, []);
  await me.api(one).delete();
  await assert.rejects(me.api(one).get(), refused(404, 'ErrorItemNotFound'));
});

test('batch_ofTheClient_answersEachById', async () => {
  const request = (id, url, method = 'GET', body, dependsOn) => ({
    id, dependsOn,
    request: new Request(`${box.credentials.microsoft.graphUrl}/v1.0${url}`, { method, body: body && JSON.stringify(body), headers: body ? { 'Content-Type': 'application/json' } : {} }),
  });
  const content = await new BatchRequestContent([
    request('1', '/me/events', 'POST', event({ subject: 'In a batch' })),
    request('2', '/me?$select=mail', 'GET', undefined, ['1']),
    request('3', '/me/events/nonsense', 'GET', undefined, ['2']),
    request('4', '/me?$select=id', 'GET', undefined, ['3']),
  ]).getContent();
  content.requests.forEach((r) => (r.url = r.url.replace(/^\/v1\.0/, '')));
  const responses = new BatchResponseContent(await me.api('/$batch').post(content)).getResponses();
  assert.deepEqual(['1', '2', '3', '4'].map((id) => responses.get(id).status), [201, 200, 400, 424]);
  assert.equal((await responses.get('1').json()).subject, 'In a batch');
  assert.equal((await responses.get('2').json()).mail, ben);
  const many = { requests: Array.from({ length: 21 }, (_, i) => ({ id: String(i), method: 'GET', url: '/me' })) };
  await assert.rejects(me.api('/$batch').post(many), refused(400));
});

test('throttled_isRepeatedByTheClientAfterAWhile', async () => {
  await box.control('PUT', '/clock', { timeScale: 1000 });
  await box.control('POST', '/faults', { service: 'microsoft', kind: 'rateLimit', count: 1 });
  await assert.rejects(me.api('/me/events').get(), (e) => {
    assert.ok(Number(e.headers.get('retry-after')) >= 1);
    return refused(429)(e);
  });
  await box.control('POST', '/faults', { service: 'microsoft', kind: 'rateLimit', count: 1 });
  const patient = clientOf(box, token, { retries: 3 });
  assert.ok(Array.isArray((await patient.api('/me/events').get()).value));
  await box.control('POST', '/faults', { service: 'microsoft', kind: 'serverError', count: 1 });
  await assert.rejects(me.api('/me/events').get(), (e) => e.statusCode >= 500);
  await box.control('PUT', '/clock', { timeScale: 1 });
});

test('headers_echoAndIdentify', async () => {
  // The client sends its own id to https only.
  const answer = await fetch(`${box.credentials.microsoft.graphUrl}/v1.0/me`, { headers: { authorization: `Bearer ${token}`, 'client-request-id': REQUEST_ID } });
  assert.equal(answer.headers.get('client-request-id'), REQUEST_ID);
  assert.ok(answer.headers.get('request-id'));
  const refusal = await fetch(`${box.credentials.microsoft.graphUrl}/v1.0/me/events/nonsense`, { headers: { authorization: `Bearer ${token}`, 'client-request-id': REQUEST_ID } });
  const { innerError } = (await refusal.json()).error;
  assert.deepEqual([innerError['client-request-id'], innerError['request-id']], [REQUEST_ID, refusal.headers.get('request-id')]);
});
