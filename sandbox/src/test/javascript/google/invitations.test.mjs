import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { calendarOf, emailOf, person, refused } from './account.mjs';

const box = await startSandbox();
const [amelie, ben] = [await emailOf(box, 'amelie'), await emailOf(box, 'ben')];
const [hers, his] = [calendarOf(box, person(box, 'amelie')), calendarOf(box, person(box, 'ben'))];
const calendarId = 'primary';
const meeting = (more = {}) => ({
  summary: 'Kick-off',
  start: { dateTime: '2027-04-01T09:00:00Z' },
  end: { dateTime: '2027-04-01T10:00:00Z' },
  attendees: [{ email: ben }, { email: 'guest@elsewhere.example', optional: true }],
  ...more,
});
const insert = (requestBody, more) => hers.events.insert({ calendarId, requestBody, ...more }).then((r) => r.data);
const mails = async () => (await box.control('GET', '/mails')).mails;

beforeEach(() => box.control('DELETE', '/mails'));

test('insert_withoutSendUpdates_sendsNothingButReachesColleagues', async () => {
  const event = await insert(meeting());
  assert.deepEqual(await mails(), []);
  const copy = (await his.events.get({ calendarId, eventId: event.id })).data;
  assert.deepEqual(copy.organizer, { email: amelie });
  assert.equal(copy.iCalUID, event.iCalUID);
  assert.equal(copy.attendees.find((a) => a.self).email, ben);
  assert.equal(copy.attendees.find((a) => a.email === 'guest@elsewhere.example').optional, true);
});

test('insert_sendUpdatesAll_invitesEverybody', async () => {
  await insert(meeting(), { sendUpdates: 'all' });
  const sent = await mails();
  assert.deepEqual(sent.map((m) => m.to).sort(), [ben, 'guest@elsewhere.example'].sort());
  await box.control('DELETE', '/mails');
  await insert(meeting(), { sendUpdates: 'externalOnly' });
  assert.deepEqual((await mails()).map((m) => m.to), ['guest@elsewhere.example']);
});

test('answer_byTheGuest_reachesTheOrganizer', async () => {
  const event = await insert(meeting());
  await his.events.patch({ calendarId, eventId: event.id, requestBody: { attendeesOmitted: true, attendees: [{ email: ben, responseStatus: 'accepted' }] } });
  const after = (await hers.events.get({ calendarId, eventId: event.id })).data;
  assert.equal(after.attendees.find((a) => a.email === ben).responseStatus, 'accepted');
  assert.equal(after.attendees.length, 2);
});

test('guest_changesSharedFields_isForbidden', async () => {
  const event = await insert(meeting());
  await assert.rejects(his.events.patch({ calendarId, eventId: event.id, requestBody: { summary: 'Mine now' } }), refused(403, 'forbiddenForNonOrganizer', 'Shared properties can only be changed by the organizer of the event.'));
  const own = (await his.events.patch({ calendarId, eventId: event.id, requestBody: { colorId: '3', extendedProperties: { private: { note: 'mine' } } } })).data;
  assert.equal(own.colorId, '3');
  assert.equal((await hers.events.get({ calendarId, eventId: event.id })).data.extendedProperties, undefined);
});

test('patch_attendees_replacesTheList', async () => {
  const event = await insert(meeting());
  const patched = (await hers.events.patch({ calendarId, eventId: event.id, requestBody: { attendees: [{ email: ben }] } })).data;
  assert.deepEqual(patched.attendees.map((a) => a.email), [ben]);
  const moved = (await hers.events.patch({ calendarId, eventId: event.id, sendUpdates: 'none', requestBody: { start: { dateTime: '2027-04-01T11:00:00Z' }, end: { dateTime: '2027-04-01T12:00:00Z' } } })).data;
  assert.equal(moved.sequence, event.sequence + 1);
  assert.equal(Date.parse((await his.events.get({ calendarId, eventId: event.id })).data.start.dateTime), Date.parse('2027-04-01T11:00:00Z'));
});

test('delete_byTheOrganizer_cancelsForAll', async () => {
  const event = await insert(meeting());
  await hers.events.delete({ calendarId, eventId: event.id, sendUpdates: 'all' });
  assert.equal((await his.events.get({ calendarId, eventId: event.id })).data.status, 'cancelled');
  assert.equal((await mails()).length, 2);
});

test('maxAttendees_hidesOthers', async () => {
  const event = await insert(meeting());
  const short = (await his.events.get({ calendarId, eventId: event.id, maxAttendees: 1 })).data;
  assert.equal(short.attendeesOmitted, true);
  assert.deepEqual(short.attendees.map((a) => a.self), [true]);
});
