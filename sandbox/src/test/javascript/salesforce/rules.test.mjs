import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { coded, connect } from './org.mjs';

const box = await startSandbox();
const { adminUsername, users } = box.credentials.salesforce;
const admin = await connect(box, adminUsername);
const contacts = admin.sobject('Contact');
const put = (what, body) => box.control('PUT', `/org/${what}`, body);
const fault = (kind, more = {}) => box.control('POST', '/faults', { service: 'salesforce', kind, count: 1, ...more });

afterEach(() => box.control('DELETE', '/faults'));

test('validationRule_refusesWithItsMessage', async () => {
  await put('validationRules', { name: 'NoTest', object: 'Contact', when: 'LastName', test: 'contains', value: 'Test', message: 'No tests here.', field: 'LastName' });
  await assert.rejects(contacts.create({ LastName: 'A Test' }), (e) => {
    assert.deepEqual(e.data, { message: 'No tests here.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['LastName'] });
    return true;
  });
  await put('removedRules', { name: 'NoTest' });
  assert.ok((await contacts.create({ LastName: 'A Test' })).success);
});

test('flow_rewritesWhatWasSent', async () => {
  await put('flows', { name: 'Shout', object: 'Contact', field: 'Department', rewrite: 'upperCase', text: '', afterSave: false });
  const made = await contacts.create({ LastName: 'Flow', Department: 'sales' });
  assert.equal((await contacts.retrieve(made.id)).Department, 'SALES');
  await put('removedRules', { name: 'Shout' });
});

test('duplicateRule_blocksOrAlerts', async () => {
  const first = await contacts.create({ LastName: 'Twin', Email: 'twin@example.com' });
  await put('duplicateRules', { name: 'SameMail', object: 'Contact', fields: ['Email'], block: false });
  const twin = { LastName: 'Twin', Email: 'twin@example.com' };
  await assert.rejects(contacts.create(twin), (e) => {
    assert.equal(e.data.duplicateResult?.matchResults[0].matchRecords[0].record.Id, first.id);
    return coded('DUPLICATES_DETECTED')(e);
  });
  const header = { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } };
  assert.ok((await contacts.create(twin, header)).success);
  await put('duplicateRules', { name: 'SameMail', object: 'Contact', fields: ['Email'], block: true });
  await assert.rejects(contacts.create(twin, header), coded('DUPLICATES_DETECTED'));
  await put('removedRules', { name: 'SameMail' });
});

test('lock_isToldAndGoesAway', async () => {
  const made = await contacts.create({ LastName: 'Locked' });
  await put('locks', { id: made.id, times: 1 });
  await assert.rejects(contacts.update({ Id: made.id, Title: 'x' }), coded('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access'));
  assert.ok((await contacts.update({ Id: made.id, Title: 'x' })).success);
});

test('sharing_opensAndClosesRows', async () => {
  const amelie = await connect(box, 'amelie');
  const account = await admin.sobject('Account').create({ Name: 'Shared' });
  const [alone, made] = await contacts.create([{ LastName: 'Alone' }, { LastName: 'Shared', AccountId: account.id }]);
  const seen = () => amelie.query(`SELECT Id FROM Contact WHERE Id = '${made.id}'`).then((r) => r.totalSize);
  assert.equal(await seen(), 0);
  await put('sharing', { object: 'Contact', model: 'Read' });
  assert.equal(await seen(), 1);
  // A contact without an account is its owner's alone, whatever the default.
  await assert.rejects(amelie.sobject('Contact').retrieve(alone.id), coded('NOT_FOUND'));
  await assert.rejects(amelie.sobject('Contact').update({ Id: made.id, Title: 'x' }), coded('INSUFFICIENT_ACCESS_OR_READONLY'));
  const { records: [access] } = await amelie.query(`SELECT RecordId, HasReadAccess, HasEditAccess FROM UserRecordAccess WHERE UserId = '${users.amelie.userId}' AND RecordId = '${made.id}'`);
  assert.deepEqual([access.HasReadAccess, access.HasEditAccess], [true, false]);
  await put('sharing', { object: 'Contact', model: 'Private' });
  assert.equal(await seen(), 0);
});

test('user_frozenOrInactive_isOut', async () => {
  const wei = await connect(box, 'wei');
  await put('users', { username: users.wei.username, frozen: true });
  await assert.rejects(wei.query('SELECT Id FROM User'), coded('INVALID_SESSION_ID'));
  await assert.rejects(connect(box, 'wei'), coded('invalid_grant'));
  await put('users', { username: users.wei.username, frozen: false, active: false });
  await assert.rejects(connect(box, 'wei'), coded('invalid_grant'));
  await assert.rejects(contacts.create({ LastName: 'x', OwnerId: users.wei.userId }), coded('INACTIVE_OWNER_OR_USER'));
  await put('users', { username: users.wei.username, active: true });
  await connect(box, 'wei');
});

test('resetAfter_hasDoneTheWork', async () => {
  await fault('resetAfter', { match: 'POST' });
  await assert.rejects(contacts.create({ LastName: 'Lost answer' }), (e) => e.errorCode === undefined);
  assert.equal((await admin.query("SELECT Id FROM Contact WHERE LastName = 'Lost answer'")).totalSize, 1);
  await fault('resetBefore', { match: 'POST' });
  await assert.rejects(contacts.create({ LastName: 'Lost question' }), (e) => e.errorCode === undefined);
  assert.equal((await admin.query("SELECT Id FROM Contact WHERE LastName = 'Lost question'")).totalSize, 0);
});

test('listings_shortAndEmpty', async () => {
  await contacts.create(Array.from({ length: 10 }, (_, i) => ({ LastName: `Listed${i}` })));
  const listed = () => admin.query("SELECT Id FROM Contact WHERE LastName LIKE 'Listed%'").then((r) => r.totalSize);
  assert.equal(await listed(), 10);
  await fault('shortListing');
  assert.ok((await listed()) < 10);
  await fault('emptyListing');
  assert.equal(await listed(), 0);
  assert.equal(await listed(), 10);
});

test('lateFeed_hidesAChangeFromPolls', async () => {
  await put('platform', { feedDelay: 'PT0S' });
  const changed = (name) => admin.query(`SELECT Id FROM Contact WHERE LastName = '${name}' AND SystemModstamp > 2020-01-01T00:00:00Z`).then((r) => r.totalSize);
  await contacts.create({ LastName: 'Prompt' });
  assert.equal(await changed('Prompt'), 1);
  await fault('lateFeed');
  await contacts.create({ LastName: 'Tardy' });
  assert.equal(await changed('Tardy'), 0);
  assert.equal((await admin.query("SELECT Id FROM Contact WHERE LastName = 'Tardy'")).totalSize, 1);
  await box.control('PUT', '/clock', { advance: 'PT5M' });
  assert.equal(await changed('Tardy'), 1);
});

test('errors_ofTheWholeService', async () => {
  await fault('serverError');
  assert.ok((await admin.query('SELECT Id FROM User')).totalSize > 0, 'the client repeats a GET by itself');
  await fault('serverError');
  await assert.rejects(contacts.create({ LastName: 'x' }), (e) => /ERROR_HTTP_503/.test(e.errorCode ?? e.name) && /maintenance/.test(e.message + e.data));
  await fault('rateLimit');
  await assert.rejects(admin.query('SELECT Id FROM User'), coded('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests'));
  await fault('revokeGrant', { match: users.amelie.username });
  await assert.rejects(connect(box, 'amelie'), coded('invalid_grant'));
  await put('platform', { expireCursors: true });
});

test('replication_isHeldBack', async () => {
  const now = new Date((await box.control('GET', '/clock')).now);
  const held = new Date(now.getTime() - 3_600_000);
  await put('platform', { latestDateCovered: held.toISOString() });
  const { latestDateCovered } = await contacts.updated(new Date(now.getTime() - 7_200_000), now);
  assert.ok(Date.parse(latestDateCovered) <= held.getTime());
  await put('platform', { releaseLatestDateCovered: true });
});
