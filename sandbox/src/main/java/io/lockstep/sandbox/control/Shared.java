package io.lockstep.sandbox.control;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;

/** What the services have in common, and what outlives a reset. */
public record Shared(SandboxClock clock, Faults faults, RequestLog requests) {}
