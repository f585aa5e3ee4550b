package io.lockstep.state;

/**
 * An entry of a mailbox's work set.
 *
 * @param sequence changes whenever the id is hinted again; an entry is taken off only with the
 *     sequence it was read with, so that a hint that arrives during a pass is not lost
 */
public record WorkEntry(WorkId id, long sequence) {}
