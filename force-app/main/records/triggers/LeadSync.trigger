/**
 * @description Keeps Lockstep's marks on leads right and tells the middleware of changes.
 */
trigger LeadSync on Lead(before insert, before update, after insert, after update, after delete, after undelete) {
  new SyncedRecordHandler(Lead.SObjectType).run();
}
