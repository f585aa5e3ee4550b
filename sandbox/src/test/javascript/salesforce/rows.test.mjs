import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { coded, connect } from './org.mjs';

const box = await startSandbox();
const admin = await connect(box, box.credentials.salesforce.adminUsername);
const amelie = await connect(box, 'amelie');
const contacts = () => admin.sobject('Contact');

test('create_retrieveUpdateDelete_ofOneRow', async () => {
  const made = await contacts().create({ LastName: 'Moreau', FirstName: 'Ines', Email: 'ines@example.com' });
  assert.deepEqual(Object.keys(made).sort(), ['errors', 'id', 'success']);
  assert.match(made.id, /^003\w{15}$/);
  const row = await contacts().retrieve(made.id);
  assert.equal(row.Name, 'Ines Moreau');
  assert.equal(row.attributes.type, 'Contact');
  assert.equal(row.attributes.url, `/services/data/v65.0/sobjects/Contact/${made.id}`);
  assert.match(row.CreatedDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
  assert.equal(row.MailingAddress, null);

  assert.deepEqual(await contacts().update({ Id: made.id, FirstName: null, Title: 'Chair' }), { id: made.id, success: true, errors: [] });
  const changed = await contacts().retrieve(made.id, { fields: ['FirstName', 'Title', 'LastName'] });
  assert.deepEqual({ ...changed, attributes: 0 }, { attributes: 0, FirstName: null, Title: 'Chair', LastName: 'Moreau', Id: made.id });

  assert.deepEqual(await contacts().destroy(made.id), { id: made.id, success: true, errors: [] });
  await assert.rejects(contacts().retrieve(made.id), coded('NOT_FOUND', 'The requested resource does not exist'));
  await assert.rejects(contacts().destroy(made.id), coded('ENTITY_IS_DELETED', 'entity is deleted'));
  await assert.rejects(contacts().update({ Id: made.id, Title: 'x' }), coded('ENTITY_IS_DELETED'));
});

test('create_wrongValues_haveThePlatformsCodes', async () => {
  await assert.rejects(contacts().create({ FirstName: 'No' }), (e) => {
    assert.deepEqual(e.data, { message: 'Required fields are missing: [LastName]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] });
    return coded('REQUIRED_FIELD_MISSING')(e);
  });
  await assert.rejects(contacts().create({ LastName: 'x', Nonsense__c: 1 }), coded('INVALID_FIELD', "No such column 'Nonsense__c' on sobject of type Contact"));
  await assert.rejects(contacts().create({ LastName: 'x'.repeat(81) }), coded('STRING_TOO_LONG', 'max length=80'));
  await assert.rejects(contacts().create({ LastName: 'x', Email: 'not an address' }), coded('INVALID_EMAIL_ADDRESS'));
  await assert.rejects(contacts().create({ LastName: 'x', CreatedDate: new Date() }), coded('INVALID_FIELD_FOR_INSERT_UPDATE'));
  await assert.rejects(contacts().create({ LastName: 'x', AccountId: 'nonsense' }), coded('MALFORMED_ID'));
  await assert.rejects(contacts().create({ LastName: 'x', DoNotCall: 'perhaps' }), coded('JSON_PARSER_ERROR'));
  await assert.rejects(contacts().create({ LastName: 'x', Birthdate: 'yesterday' }), coded('JSON_PARSER_ERROR'));
  await assert.rejects(admin.sobject('Nonsense__c').create({ Name: 'x' }), coded('NOT_FOUND'));
  await assert.rejects(admin.sobject('Event').create({ Subject: 'x' }), coded('REQUIRED_FIELD_MISSING'));
  await assert.rejects(contacts().create({ LastName: 'x', AccountId: '001000000000000AAA' }), coded('INVALID_CROSS_REFERENCE_KEY'));
});

test('collections_partlyWrong_answerEachRowInOrder', async () => {
  const rows = await contacts().create([{ LastName: 'One' }, { FirstName: 'No last name' }, { LastName: 'Three' }]);
  assert.deepEqual(rows.map((r) => r.success), [true, false, true]);
  assert.deepEqual(rows[1].errors, [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] }]);
  assert.equal(rows[1].id, undefined);

  const ids = [rows[0].id, rows[2].id];
  const read = await contacts().retrieve([...ids, '003000000000000AAA'], { fields: ['LastName'] });
  assert.deepEqual(read.map((r) => r?.LastName ?? null), ['One', 'Three', null]);

  const updated = await contacts().update([{ Id: ids[0], Title: 'First' }, { Id: ids[1], Email: 'broken' }]);
  assert.deepEqual(updated.map((r) => r.success), [true, false]);
  assert.equal(updated[1].errors[0].statusCode, 'INVALID_EMAIL_ADDRESS');

  const deleted = await contacts().destroy([...ids, ids[0]]);
  assert.deepEqual(deleted.map((r) => r.success), [true, true, false]);
  assert.equal(deleted[2].errors[0].statusCode, 'ENTITY_IS_DELETED');
});

test('collections_allOrNone_rollsBack', async () => {
  const marker = `All${Date.now()}`;
  const rows = await contacts().create([{ LastName: marker }, { FirstName: 'x' }], { allOrNone: true });
  assert.deepEqual(rows.map((r) => r.success), [false, false]);
  assert.equal(rows[0].errors[0].statusCode, 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
  assert.equal(rows[1].errors[0].statusCode, 'REQUIRED_FIELD_MISSING');
  assert.equal((await contacts().find({ LastName: marker })).length, 0);
});

test('collections_over200_areRefusedAndSplitByTheClient', async () => {
  const many = Array.from({ length: 201 }, (_, i) => ({ LastName: `Bulk${i}` }));
  await assert.rejects(contacts().create(many), coded('EXCEEDED_ID_LIMIT'));
  const rows = await contacts().create(many, { allowRecursive: true });
  assert.equal(rows.filter((r) => r.success).length, 201);
  await admin.sobject('Contact').destroy(rows.map((r) => r.id), { allowRecursive: true });
});

test('upsert_byExternalId_createsThenUpdates', async () => {
  const key = `k${Date.now()}`;
  const made = await contacts().upsert({ LockstepKey__c: key, LastName: 'Upserted' }, 'LockstepKey__c');
  assert.equal(made.success, true);
  assert.equal(made.created, true);
  const again = await contacts().upsert({ LockstepKey__c: key, LastName: 'Changed' }, 'LockstepKey__c');
  assert.equal(again.created, false);
  assert.equal(again.id, made.id);
  const many = await contacts().upsert(
    [{ LockstepKey__c: key, Title: 'both' }, { LockstepKey__c: `${key}b`, LastName: 'New' }], 'LockstepKey__c');
  assert.deepEqual(many.map((r) => r.created), [false, true]);
  await assert.rejects(contacts().create({ LastName: 'x', LockstepKey__c: key }), (e) => coded('DUPLICATE_VALUE', made.id.slice(0, 15))(e));
  await assert.rejects(contacts().upsert({ Title: 'x', LastName: 'y' }, 'Title'), coded('NOT_FOUND'));
  await admin.sobject('Contact').destroy(many.map((r) => r.id));
});

test('createdRow_ofAnotherOwner_isOutOfSight', async () => {
  const made = await contacts().create({ LastName: 'Private' });
  await assert.rejects(amelie.sobject('Contact').retrieve(made.id), coded('NOT_FOUND'));
  await assert.rejects(amelie.sobject('Contact').update({ Id: made.id, Title: 'x' }), (e) => /INSUFFICIENT_ACCESS|INVALID_CROSS_REFERENCE_KEY|NOT_FOUND/.test(e.errorCode));
  await contacts().destroy(made.id);
});

test('updatedAndDeleted_nameTheRows', async () => {
  const start = new Date(Date.now() - 10 * 60_000);
  const made = await contacts().create({ LastName: 'Short life' });
  await contacts().destroy(made.id);
  const kept = await contacts().create({ LastName: 'Long life' });
  await box.control('PUT', '/clock', { advance: 'PT10M' });
  const end = new Date((await box.control('GET', '/clock')).now);
  const deleted = await contacts().deleted(start, end);
  assert.ok(deleted.deletedRecords.some((r) => r.id === made.id && !Number.isNaN(Date.parse(r.deletedDate))));
  assert.ok(!Number.isNaN(Date.parse(deleted.earliestDateAvailable)) && !Number.isNaN(Date.parse(deleted.latestDateCovered)));
  const updated = await contacts().updated(start, end);
  assert.ok(updated.ids.includes(kept.id) && !updated.ids.includes(made.id));
  await assert.rejects(contacts().updated(end, start), coded('INVALID_REPLICATION_DATE'));
  await assert.rejects(contacts().updated(new Date(Date.now() - 40 * 86_400_000), end), coded('INVALID_REPLICATION_DATE'));
});

test('event_withInvitees_hasRelations', async () => {
  const { users } = box.credentials.salesforce;
  const contact = await contacts().create({ LastName: 'Invited' });
  const event = await admin.sobject('Event').create({
    Subject: 'Planning', StartDateTime: '2027-03-01T09:00:00Z', EndDateTime: '2027-03-01T10:00:00Z', WhoId: contact.id,
  });
  const relation = await admin.sobject('EventRelation').create({ EventId: event.id, RelationId: users.ben.userId, Status: 'New', IsInvitee: true });
  assert.equal(relation.success, true);
  const row = await admin.sobject('Event').retrieve(event.id);
  assert.equal(row.DurationInMinutes, 60);
  assert.equal(row.StartDateTime, '2027-03-01T09:00:00.000+0000');
  assert.equal(row.WhoId, contact.id);
  const { records } = await admin.query(`SELECT RelationId, Status FROM EventRelation WHERE EventId = '${event.id}' AND IsInvitee = true`);
  assert.ok(records.some((r) => r.RelationId === users.ben.userId && r.Status === 'New'));
});

test('recordReference_andStreams_ofTheClient', async () => {
  const made = await contacts().create({ LastName: 'Referenced' });
  const reference = admin.sobject('Contact').record(made.id);
  await reference.update({ Title: 'By reference' });
  assert.equal((await reference.retrieve()).Title, 'By reference');
  const changed = await contacts().find({ Id: made.id }).update({ Title: 'By query' });
  assert.deepEqual(changed.map((r) => r.success), [true]);
  const gone = await contacts().find({ Id: made.id }).destroy();
  assert.deepEqual(gone.map((r) => r.success), [true]);
});

test('composite_requestsThatReferToEachOther', async () => {
  const answer = await admin.requestPost('/composite', {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: '/services/data/v65.0/sobjects/Account', referenceId: 'account', body: { Name: 'Composite' } },
      { method: 'POST', url: '/services/data/v65.0/sobjects/Contact', referenceId: 'contact', body: { LastName: 'Part', AccountId: '@{account.id}' } },
      { method: 'GET', url: '/services/data/v65.0/query/?q=SELECT+Id,Account.Name+FROM+Contact+WHERE+Id=\'@{contact.id}\'', referenceId: 'read' },
    ],
  });
  assert.deepEqual(answer.compositeResponse.map((r) => [r.referenceId, r.httpStatusCode]), [['account', 201], ['contact', 201], ['read', 200]]);
  assert.equal(answer.compositeResponse[2].body.records[0].Account.Name, 'Composite');
  const failed = await admin.requestPost('/composite', {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: '/services/data/v65.0/sobjects/Account', referenceId: 'a', body: { Name: 'Rolled back' } },
      { method: 'POST', url: '/services/data/v65.0/sobjects/Contact', referenceId: 'b', body: {} },
    ],
  });
  assert.deepEqual(failed.compositeResponse.map((r) => r.httpStatusCode), [400, 400]);
  assert.equal(failed.compositeResponse[0].body[0].errorCode, 'PROCESSING_HALTED');
  assert.equal((await admin.query("SELECT Id FROM Account WHERE Name = 'Rolled back'")).totalSize, 0);
});
