package dev.botsentinel.decision;

import java.util.AbstractList;

/**
 * A list made of immutable facts whose elements come into being when somebody asks: a decision takes it as it is, without
 * copying. Immutable.
 */
public abstract class RemainingPermits extends AbstractList<Remaining> {}
