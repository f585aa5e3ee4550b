import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { coded, connect } from './org.mjs';

const box = await startSandbox();
const admin = await connect(box, box.credentials.salesforce.adminUsername);
const rows = (name, n) => Array.from({ length: n }, (_, i) => ({ LastName: `${name}${i}`, Description: `line one\nline "two", ü ${i}` }));
const countOf = (name) => admin.query(`SELECT COUNT() FROM Contact WHERE LastName LIKE '${name}%'`).then((r) => r.totalSize);

before(async () => {
  // A second of the services' delays lasts ten milliseconds.
  await box.control('PUT', '/clock', { timeScale: 100 });
  for (const api of [admin.bulk, admin.bulk2]) Object.assign(api, { pollInterval: 50, pollTimeout: 20_000 });
});

test('bulk1_insert_answersEachRowInOrder', async () => {
  const results = await admin.bulk.load('Contact', 'insert', [...rows('B1i', 3), { FirstName: 'no last name' }]);
  assert.deepEqual(results.map((r) => r.success), [true, true, true, false]);
  assert.match(results[0].id, /^003/);
  assert.deepEqual(results[3].errors, ['REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --']);
  assert.equal(await countOf('B1i'), 3);
  const [row] = (await admin.query("SELECT Description FROM Contact WHERE LastName = 'B1i1'")).records;
  assert.equal(row.Description, 'line one\nline "two", ü 1');
});

test('bulk1_jobs_inTheirStates', async () => {
  const job = admin.bulk.createJob('Contact', 'insert');
  const opened = await job.open();
  assert.equal(opened.state, 'Open');
  assert.equal(opened.object, 'Contact');
  assert.match(opened.id, /^750/);
  const batch = job.createBatch();
  const done = new Promise((resolve, reject) => batch.on('response', resolve).on('error', reject));
  batch.on('queue', () => batch.poll(50, 20_000));
  batch.execute(rows('B1j', 2));
  assert.equal((await done).length, 2);
  const info = await batch.check();
  assert.equal(info.state, 'Completed');
  assert.equal(info.numberRecordsProcessed, '2');
  assert.equal((await job.list()).length, 1);
  const closed = await job.close();
  assert.equal(closed.state, 'Closed');
  const checked = await job.check();
  assert.equal(checked.numberBatchesCompleted, '1');
  const late = job.createBatch();
  late.on('error', () => undefined);
  await assert.rejects(Promise.resolve(late.execute(rows('late', 1))), { name: 'InvalidJobState' });
});

test('bulk1_updateUpsertDelete_followThrough', async () => {
  const made = await admin.bulk.load('Contact', 'insert', rows('B1u', 2));
  const updated = await admin.bulk.load('Contact', 'update', made.map((r, i) => ({ Id: r.id, Title: `T${i}` })));
  assert.ok(updated.every((r) => r.success));
  const upserted = await admin.bulk.load('Contact', 'upsert', { extIdField: 'LockstepKey__c' }, [{ LockstepKey__c: 'b1-key', LastName: 'B1u9' }]);
  assert.deepEqual(upserted.map((r) => r.success), [true]);
  const deleted = await admin.bulk.load('Contact', 'delete', made.map((r) => ({ Id: r.id })));
  assert.ok(deleted.every((r) => r.success));
  assert.equal(await countOf('B1u'), 1);
});

test('bulk1_query_streamsRows', async () => {
  const stream = await admin.bulk.query("SELECT Id, LastName, Account.Name FROM Contact WHERE LastName LIKE 'B1i%' ORDER BY LastName");
  const records = await stream.toArray();
  assert.deepEqual(records.map((r) => r.LastName), ['B1i0', 'B1i1', 'B1i2']);
});

test('bulk2_loadAndWait_givesThreeLists', async () => {
  const { successfulResults, failedResults, unprocessedRecords } = await admin.bulk2.loadAndWaitForResults({
    object: 'Contact', operation: 'insert', input: [...rows('B2i', 3), { LastName: '', Description: 'x' }], pollInterval: 50, pollTimeout: 20_000,
  });
  assert.equal(successfulResults.length, 3);
  assert.equal(failedResults.length, 1);
  assert.equal(unprocessedRecords.length, 0);
  assert.equal(successfulResults[0].sf__Created, 'true');
  assert.match(successfulResults[0].sf__Id, /^003/);
  assert.match(failedResults[0].sf__Error, /^REQUIRED_FIELD_MISSING:/);
  assert.equal(await countOf('B2i'), 3);
});

test('bulk2_upsertAndDelete_byKey', async () => {
  const input = [{ LockstepKey__c: 'b2-a', LastName: 'B2u0' }, { LockstepKey__c: 'b2-b', LastName: 'B2u1' }];
  const options = { object: 'Contact', operation: 'upsert', externalIdFieldName: 'LockstepKey__c', pollInterval: 50, pollTimeout: 20_000 };
  const first = await admin.bulk2.loadAndWaitForResults({ ...options, input });
  assert.deepEqual(first.successfulResults.map((r) => r.sf__Created), ['true', 'true']);
  const second = await admin.bulk2.loadAndWaitForResults({ ...options, input });
  assert.deepEqual(second.successfulResults.map((r) => r.sf__Created), ['false', 'false']);
  const gone = await admin.bulk2.loadAndWaitForResults({
    object: 'Contact', operation: 'delete', input: first.successfulResults.map((r) => ({ Id: r.sf__Id })), pollInterval: 50, pollTimeout: 20_000 });
  assert.equal(gone.successfulResults.length, 2);
  assert.equal(await countOf('B2u'), 0);
});

test('bulk2_job_stepByStep', async () => {
  const job = admin.bulk2.createJob({ object: 'Contact', operation: 'insert' });
  const opened = await job.open();
  assert.equal(opened.state, 'Open');
  assert.equal(opened.contentType, 'CSV');
  assert.match(opened.contentUrl, /^services\/data\/v65\.0\/jobs\/ingest\/750\w+\/batches$/);
  await job.uploadData(rows('B2j', 2));
  await job.close();
  await job.poll(50, 20_000);
  const info = await job.check();
  assert.equal(info.state, 'JobComplete');
  assert.equal(info.numberRecordsProcessed, 2);
  assert.equal((await job.getSuccessfulResults()).length, 2);
  await job.delete();
  await assert.rejects(job.check(), coded('NOT_FOUND'));
});

test('bulk2_abortedJob_isNotWorkedOn', async () => {
  const job = admin.bulk2.createJob({ object: 'Contact', operation: 'insert' });
  await job.open();
  await job.abort();
  assert.equal((await job.check()).state, 'Aborted');
  await assert.rejects(job.poll(50, 1000), (e) => /aborted/i.test(e.message));
});

test('bulk2_query_pagesOverLocators', async () => {
  const stream = await admin.bulk2.query("SELECT Id, LastName, AccountId FROM Contact WHERE LastName LIKE 'B2i%' ORDER BY LastName", { pollInterval: 50, pollTimeout: 20_000 });
  assert.deepEqual((await stream.toArray()).map((r) => r.LastName), ['B2i0', 'B2i1', 'B2i2']);
  await assert.rejects(admin.bulk2.query('SELECT COUNT(Id) FROM Contact', { pollInterval: 50, pollTimeout: 5000 }), (e) => e instanceof Error);
  await assert.rejects(admin.bulk2.query('SELECT Nonsense FROM Contact', { pollInterval: 50, pollTimeout: 5000 }), (e) => e instanceof Error);
});

test('bulk2_wrongJobs_areRefused', async () => {
  const open = (options) => admin.bulk2.createJob(options).open();
  await assert.rejects(open({ object: 'Nonsense__c', operation: 'insert' }), (e) => e.errorCode !== undefined);
  await assert.rejects(open({ object: 'Contact', operation: 'upsert' }), (e) => e.errorCode !== undefined);
  await assert.rejects(open({ object: 'Contact', operation: 'explode' }), (e) => e.errorCode !== undefined);
});
