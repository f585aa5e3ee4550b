package io.lockstep.state;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;

/** "Look at this id." */
public record WorkId(Kind kind, Side side, String id) {}
