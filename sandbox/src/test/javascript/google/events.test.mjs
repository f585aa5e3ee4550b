import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { calendarOf, emailOf, person, refused } from './account.mjs';

const box = await startSandbox();
const me = await emailOf(box, 'amelie');
const calendar = calendarOf(box, person(box, 'amelie'));
const calendarId = 'primary';
const timed = (day, more = {}) => ({
  summary: 'Review',
  start: { dateTime: `${day}T09:00:00`, timeZone: 'Europe/Paris' },
  end: { dateTime: `${day}T10:00:00`, timeZone: 'Europe/Paris' },
  ...more,
});
const insert = (requestBody, more = {}) => calendar.events.insert({ calendarId, requestBody, ...more }).then((r) => r.data);
const get = (eventId, more = {}) => calendar.events.get({ calendarId, eventId, ...more }).then((r) => r.data);

test('insert_timedEvent_isAnsweredWhole', async () => {
  const event = await insert(timed('2027-02-01', { description: 'with <b>HTML</b><script>x</script>', location: 'Room 1', colorId: '5' }));
  assert.equal(event.kind, 'calendar#event');
  assert.match(event.etag, /^"\d+"$/);
  assert.match(event.id, /^[a-v0-9]{5,1024}$/);
  assert.equal(event.iCalUID, `${event.id}@google.com`);
  assert.equal(event.status, 'confirmed');
  assert.equal(event.sequence, 0);
  assert.equal(event.eventType, 'default');
  assert.deepEqual(event.reminders, { useDefault: true });
  assert.deepEqual(event.organizer, { email: me, self: true });
  assert.deepEqual(event.creator, { email: me, self: true });
  assert.equal(Date.parse(event.start.dateTime), Date.parse('2027-02-01T08:00:00Z'));
  assert.equal(event.start.timeZone, 'Europe/Paris');
  assert.match(event.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  assert.match(event.updated, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.match(event.htmlLink, /^https:\/\/www\.google\.com\/calendar\/event\?eid=/);
  assert.equal(event.description, 'with <b>HTML</b>');
  assert.equal(event.transparency, undefined);
  assert.equal(event.visibility, undefined);
});

test('insert_allDay_endsExclusively', async () => {
  const event = await insert({ summary: 'Fair', start: { date: '2027-02-03' }, end: { date: '2027-02-05' }, transparency: 'transparent', visibility: 'private' });
  assert.deepEqual([event.start, event.end, event.transparency, event.visibility], [{ date: '2027-02-03' }, { date: '2027-02-05' }, 'transparent', 'private']);
});

test('insert_wrongBodies_areRefused', async () => {
  await assert.rejects(insert({ summary: 'x' }), refused(400, 'required', 'Missing'));
  await assert.rejects(insert({ summary: 'x', start: { date: '2027-01-01' }, end: { dateTime: '2027-01-01T10:00:00Z' } }), refused(400, 'invalid'));
  await assert.rejects(insert({ summary: 'x', start: { dateTime: '2027-01-02T10:00:00Z' }, end: { dateTime: '2027-01-01T10:00:00Z' } }), refused(400, 'timeRangeEmpty', 'The specified time range is empty.'));
  await assert.rejects(insert({ ...timed('2027-01-01'), recurrence: ['RRULE:FREQ=NEVER'] }), refused(400, 'invalid'));
  await assert.rejects(insert({ summary: 'x', start: { dateTime: '2027-01-01T10:00:00Z' }, end: { dateTime: '2027-01-01T11:00:00Z' }, recurrence: ['RRULE:FREQ=DAILY'] }), refused(400, 'required', 'Missing time zone definition for start time.'));
  await assert.rejects(insert({ ...timed('2027-01-01'), id: 'Not Allowed' }), refused(400, 'invalid', 'Invalid resource id value.'));
  await assert.rejects(insert({ ...timed('2027-01-01'), colorId: '99' }), refused(400, 'invalid'));
  await assert.rejects(insert({ ...timed('2027-01-01'), attendees: [{ displayName: 'no address' }] }), refused(400, 'required'));
  await assert.rejects(insert({ ...timed('2027-01-01'), reminders: { useDefault: true, overrides: [{ method: 'popup', minutes: 5 }] } }), refused(400, 'cannotUseDefaultRemindersAndSpecifyOverride'));
  await assert.rejects(insert({ ...timed('2027-01-01'), reminders: { useDefault: false, overrides: [{ method: 'sms', minutes: 5 }] } }), refused(400, 'invalid'));
  await assert.rejects(calendar.events.insert({ calendarId: 'nobody@elsewhere.example', requestBody: timed('2027-01-01') }), refused(404, 'notFound', 'Not Found'));
});

test('insert_sameIdTwice_isConflictEvenAfterDelete', async () => {
  const id = 'lockstep0000clientid1';
  await insert(timed('2027-02-04', { id }));
  await assert.rejects(insert(timed('2027-02-04', { id })), refused(409, 'duplicate', 'The requested identifier already exists.'));
  await calendar.events.delete({ calendarId, eventId: id });
  await assert.rejects(insert(timed('2027-02-04', { id })), refused(409, 'duplicate'));
  const gone = await get(id);
  assert.equal(gone.status, 'cancelled');
  await assert.rejects(calendar.events.delete({ calendarId, eventId: id }), refused(410, 'deleted', 'Resource has been deleted'));
});

test('update_replaces_patchMerges', async () => {
  const event = await insert(timed('2027-02-08', { location: 'here', description: 'text', extendedProperties: { private: { a: '1', b: '2' } } }));
  const patched = (await calendar.events.patch({ calendarId, eventId: event.id, requestBody: { summary: 'New', location: null, extendedProperties: { private: { a: null, c: '3' } } } })).data;
  assert.deepEqual([patched.summary, patched.location, patched.description], ['New', undefined, 'text']);
  assert.deepEqual(patched.extendedProperties, { private: { b: '2', c: '3' } });
  assert.notEqual(patched.etag, event.etag);
  assert.equal(patched.start.dateTime, event.start.dateTime);
  const updated = (await calendar.events.update({ calendarId, eventId: event.id, requestBody: timed('2027-02-09') })).data;
  assert.deepEqual([updated.summary, updated.description, updated.extendedProperties], ['Review', undefined, undefined]);
  assert.equal(updated.iCalUID, event.iCalUID);
  await assert.rejects(calendar.events.patch({ calendarId, eventId: event.id, requestBody: { start: { date: '2027-02-09' }, end: { date: '2027-02-10' } } }), refused(400, 'invalid'));
  const allDay = (await calendar.events.patch({ calendarId, eventId: event.id, requestBody: { start: { date: '2027-02-09', dateTime: null, timeZone: null }, end: { date: '2027-02-10', dateTime: null, timeZone: null } } })).data;
  assert.deepEqual(allDay.start, { date: '2027-02-09' });
});

test('etags_guardReadsAndWrites', async () => {
  const event = await insert(timed('2027-02-10'));
  const same = await calendar.events.get({ calendarId, eventId: event.id }, { headers: { 'If-None-Match': event.etag } });
  assert.equal(same.status, 304);
  const changed = (await calendar.events.patch({ calendarId, eventId: event.id, requestBody: { summary: 'Second' } }, { headers: { 'If-Match': event.etag } })).data;
  await assert.rejects(
    calendar.events.patch({ calendarId, eventId: event.id, requestBody: { summary: 'Third' } }, { headers: { 'If-Match': event.etag } }),
    refused(412, 'conditionNotMet', 'Precondition Failed'));
  await assert.rejects(calendar.events.delete({ calendarId, eventId: event.id }, { headers: { 'If-Match': event.etag } }), refused(412, 'conditionNotMet'));
  assert.equal((await get(event.id)).summary, 'Second');
  await calendar.events.delete({ calendarId, eventId: event.id }, { headers: { 'If-Match': changed.etag } });
});

test('import_keepsTheICalUid', async () => {
  const iCalUID = 'import-1@elsewhere.example';
  const event = (await calendar.events.import({ calendarId, requestBody: { ...timed('2027-02-11'), iCalUID, organizer: { email: me } } })).data;
  assert.equal(event.iCalUID, iCalUID);
  const again = (await calendar.events.import({ calendarId, requestBody: { ...timed('2027-02-12'), iCalUID, organizer: { email: me } } })).data;
  assert.equal(again.id, event.id);
  assert.equal((await calendar.events.list({ calendarId, iCalUID })).data.items.length, 1);
  await assert.rejects(calendar.events.import({ calendarId, requestBody: { ...timed('2027-02-11'), id: 'abcdef', iCalUID: 'x@y.example' } }), refused(400, 'invalid', 'Invalid resource id value.'));
  await assert.rejects(calendar.events.import({ calendarId, requestBody: { ...timed('2027-02-11'), iCalUID: 'z@y.example', organizer: { email: 'boss@elsewhere.example' } } }), refused(400, 'participantIsNeitherOrganizerNorAttendee'));
});

test('move_toAnotherCalendar_changesTheOrganizer', async () => {
  const { data: other } = await calendar.calendars.insert({ requestBody: { summary: 'Projects', timeZone: 'Europe/Paris' } });
  const event = await insert(timed('2027-02-15'));
  const moved = (await calendar.events.move({ calendarId, eventId: event.id, destination: other.id })).data;
  assert.equal(moved.organizer.email, other.id);
  assert.equal((await calendar.events.get({ calendarId: other.id, eventId: event.id })).data.summary, 'Review');
  assert.equal((await get(event.id)).status, 'cancelled');
  await calendar.calendars.delete({ calendarId: other.id });
  await assert.rejects(calendar.calendars.get({ calendarId: other.id }), refused(404, 'notFound'));
});

test('quickAdd_isRefusedInWords', async () => {
  await assert.rejects(calendar.events.quickAdd({ calendarId, text: 'Lunch tomorrow at noon' }), refused(501, 'notImplemented', 'does not read events from text'));
});

test('series_instancesExceptionsAndCancellations', async () => {
  const series = await insert(timed('2027-03-22', { summary: 'Weekly', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Paris:20270405T090000'] }));
  assert.equal(series.recurringEventId, undefined);
  const list = () => calendar.events.instances({ calendarId, eventId: series.id }).then((r) => r.data.items);
  const before = await list();
  // The clocks change on 28 March: nine o'clock stays nine o'clock.
  assert.deepEqual(before.map((i) => new Date(i.start.dateTime).toISOString()), ['2027-03-22T08:00:00.000Z', '2027-03-29T07:00:00.000Z', '2027-04-12T07:00:00.000Z']);
  assert.equal(before[0].id, `${series.id}_20270322T080000Z`);
  assert.equal(before[0].recurringEventId, series.id);
  assert.equal(before[0].recurrence, undefined);
  assert.equal(before[1].iCalUID, series.iCalUID);

  const moved = (await calendar.events.patch({ calendarId, eventId: before[1].id, requestBody: { start: { dateTime: '2027-03-30T15:00:00+02:00' }, end: { dateTime: '2027-03-30T16:00:00+02:00' } } })).data;
  assert.equal(Date.parse(moved.originalStartTime.dateTime), Date.parse('2027-03-29T07:00:00Z'));
  await calendar.events.delete({ calendarId, eventId: before[2].id });
  const after = await list();
  assert.deepEqual(after.map((i) => i.id), [before[0].id, before[1].id]);
  const cancelled = await get(before[2].id);
  assert.deepEqual([cancelled.status, cancelled.recurringEventId], ['cancelled', series.id]);
  const found = (await calendar.events.instances({ calendarId, eventId: series.id, originalStart: '2027-03-29T09:00:00+02:00' })).data.items;
  assert.deepEqual(found.map((i) => i.id), [before[1].id]);
  const shown = (await calendar.events.instances({ calendarId, eventId: series.id, showDeleted: true, timeMin: '2027-03-25T00:00:00Z' })).data.items;
  assert.deepEqual(shown.map((i) => i.status).sort(), ['cancelled', 'confirmed']);
  const expanded = (await calendar.events.list({ calendarId, singleEvents: true, orderBy: 'startTime', timeMin: '2027-03-20T00:00:00Z', timeMax: '2027-04-30T00:00:00Z' })).data.items;
  assert.deepEqual(expanded.filter((i) => i.recurringEventId === series.id).length, 2);
  await assert.rejects(calendar.events.instances({ calendarId, eventId: 'nosuchevent' }), refused(404, 'notFound'));
});

test('extendedProperties_findEvents', async () => {
  const event = await insert(timed('2027-02-16', { extendedProperties: { private: { lockstep: 'org:record:1' }, shared: { team: 'red' } } }));
  const find = (more) => calendar.events.list({ calendarId, ...more }).then((r) => r.data.items.map((i) => i.id));
  assert.deepEqual(await find({ privateExtendedProperty: ['lockstep=org:record:1'] }), [event.id]);
  assert.deepEqual(await find({ sharedExtendedProperty: ['team=red'] }), [event.id]);
  assert.deepEqual(await find({ privateExtendedProperty: ['lockstep=org:record:2'] }), []);
});

test('eventTypes_haveTheirRules', async () => {
  const times = { start: { dateTime: '2027-02-17T08:00:00Z' }, end: { dateTime: '2027-02-17T16:00:00Z' } };
  const out = await insert({ summary: 'Away', eventType: 'outOfOffice', ...times, outOfOfficeProperties: { autoDeclineMode: 'declineNone' } });
  assert.equal(out.eventType, 'outOfOffice');
  await assert.rejects(insert({ summary: 'Away', eventType: 'outOfOffice', ...times, attendees: [{ email: 'x@y.example' }] }), refused(400, 'malformedOutOfOfficeEvent'));
  await assert.rejects(insert({ ...timed('2027-02-17'), eventType: 'fromGmail' }), refused(400));
  const only = (await calendar.events.list({ calendarId, eventTypes: ['outOfOffice'] })).data.items;
  assert.deepEqual(only.map((i) => i.id), [out.id]);
  await assert.rejects(calendar.events.patch({ calendarId, eventId: out.id, requestBody: { eventType: 'default' } }), refused(400));
});

test('conference_isMadeOnRequestOnly', async () => {
  const conferenceData = { createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } } };
  assert.equal((await insert(timed('2027-02-18', { conferenceData }))).conferenceData, undefined);
  const event = await insert(timed('2027-02-18', { conferenceData }), { conferenceDataVersion: 1 });
  assert.ok(['pending', 'success'].includes(event.conferenceData.createRequest.status.statusCode));
  const later = await get(event.id);
  assert.match(later.hangoutLink ?? 'https://meet.google.com/', /^https:\/\/meet\.google\.com\//);
});
