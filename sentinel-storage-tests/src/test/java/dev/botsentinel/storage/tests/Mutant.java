package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** References that are wrong in a small way, each of which a random trace has to find. */
enum Mutant {
    SLIDING_WINDOW_IS_A_MICROSECOND_TOO_LONG {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
                    boolean sliding = limit.algorithm() == Algorithm.SLIDING_WINDOW;
                    return super.limitLook(at, sliding ? withPer(limit, limit.perMicros() + 1) : limit, state);
                }
            };
        }
    },
    BUCKET_WAITS_ARE_ROUNDED_DOWN {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
                    LimitLook look = super.limitLook(at, limit, state);
                    boolean rounded = limit.algorithm() == Algorithm.TOKEN_BUCKET
                            && !look.passes()
                            && limit.permits() > 0
                            && limit.perMicros() % limit.permits() != 0;
                    return rounded ? new LimitLook(look.remaining(), look.untilMicros() - 1, null) : look;
                }
            };
        }
    },
    FIXED_WINDOWS_START_A_MICROSECOND_EARLY {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
                    return super.limitLook(limit.algorithm() == Algorithm.FIXED_WINDOW ? at + 1 : at, limit, state);
                }
            };
        }
    },
    CALENDARS_KNOW_NO_ZONES {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
                    RateLimit inUtc = limit.calendar() == null
                            ? limit
                            : RateLimit.fixedWindow(
                                            limit.permits(),
                                            new CalendarPeriod(limit.calendar().unit(), CalendarPeriod.DEFAULT_ZONE))
                                    .cost(limit.cost());
                    return super.limitLook(at, inUtc, state);
                }
            };
        }
    },
    A_CORRECTED_CLOCK_LOCKS_OUT {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void correct(OwnerState state, long now) {}
            };
        }
    },
    A_CORRECTED_CLOCK_GRANTS {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void correct(OwnerState state, long now) {
                    super.correct(state, now);
                    state.limits.clear();
                }
            };
        }
    },
    AN_ALBUM_HAS_ELEVEN_PARTS {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                int partsOfAlbum() {
                    return super.partsOfAlbum() + 1;
                }
            };
        }
    },
    PARTS_OF_AN_ALBUM_ARE_NOT_COUNTED {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void count(OwnerState state, OwnerState.SeenAlbum album) {}
            };
        }
    },
    A_SHADOW_LIMIT_LOCKS_NOBODY_OUT {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void lockOut(Examination examined, Look look) {
                    if (look.refusal() != null
                            && examined.refusal(look.refusal().step()) != null) {
                        super.lockOut(examined, look);
                    }
                }
            };
        }
    },
    A_LOCKOUT_IS_NO_LONGER_THAN_IT_SAYS {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                long lockoutEnd(long ownWaitMicros, long lockoutMicros) {
                    return lockoutMicros;
                }
            };
        }
    },
    A_BUCKET_KEEPS_ITS_LEVEL_WHEN_ITS_BURST_CHANGES {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
                    boolean keeps = state instanceof LimitState.Bucket bucket
                            && limit.algorithm() == Algorithm.TOKEN_BUCKET
                            && bucket.limit().permits() == limit.permits()
                            && bucket.limit().perMicros() == limit.perMicros();
                    LimitState kept = keeps
                            ? new LimitState.Bucket(
                                    limit, ((LimitState.Bucket) state).level(), ((LimitState.Bucket) state).atMicros())
                            : state;
                    return super.limitLook(at, limit, kept);
                }
            };
        }
    },
    THE_LAST_OF_EQUAL_WAITS_IS_NAMED {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                Verdict.RateLimited longerWait(Verdict.RateLimited first, Verdict.RateLimited second) {
                    return second.untilMicros() >= first.untilMicros() ? second : first;
                }
            };
        }
    },
    SEVENTEEN_FINGERPRINTS_ARE_REMEMBERED {
        @Override
        ReferenceStore open(InstantSource time) {
            return remembering(time, Step.FirstSeen.Kind.FINGERPRINT);
        }
    },
    SIXTY_FIVE_UPDATE_IDS_ARE_REMEMBERED {
        @Override
        ReferenceStore open(InstantSource time) {
            return remembering(time, Step.FirstSeen.Kind.UPDATE_ID);
        }
    },
    A_FULL_CHAT_MAKES_AN_OFFENDER {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                boolean isViolation(Scope scopeInEffect) {
                    return scopeInEffect != Scope.GLOBAL;
                }
            };
        }
    },
    A_FULL_MEMBER_BUDGET_MAKES_NO_OFFENDER {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                boolean isViolation(Scope scopeInEffect) {
                    return scopeInEffect == Scope.USER;
                }
            };
        }
    },
    A_FULL_SPACE_MEMBER_BUDGET_MAKES_NO_OFFENDER {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                boolean isViolation(Scope scopeInEffect) {
                    return scopeInEffect == Scope.USER || scopeInEffect == Scope.MEMBER;
                }
            };
        }
    },
    BLOCKS_HAVE_NO_JITTER {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                long countViolation(Plan plan, Facts facts, long now) {
                    return super.countViolation(plan, facts.withJitterDraw(0), now);
                }
            };
        }
    },
    TOPICS_OF_ALL_CHATS_ARE_ONE {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                Object keyOf(Owner owner) {
                    return owner.topic() == null ? owner : owner.topic();
                }
            };
        }
    },
    MEMBERS_OF_ALL_SPACES_ARE_ONE {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                Object keyOf(Owner owner) {
                    return owner.scope() == Scope.SPACE_MEMBER ? "in a space: " + owner.subject() : owner;
                }
            };
        }
    },
    A_SHADOW_BLOCK_IS_TOLD_OF {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                long countViolation(Plan plan, Facts facts, long now) {
                    long until = super.countViolation(plan, facts, now);
                    Escalation escalation = plan.onDenied();
                    if (until != 0 || escalation == null || escalation.mode() == Mode.ENFORCE) {
                        return until;
                    }
                    OwnerState.Held held =
                            forReading(facts.owner(Scope.USER)).blocks.get(Mode.SHADOW);
                    return held != null && held.sinceMicros() == now ? held.untilMicros() : 0;
                }
            };
        }
    },
    A_PROBE_COUNTS_A_VIOLATION {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                long countViolation(Plan plan, Facts facts, long now) {
                    long until = super.countViolation(
                            new Plan(plan.steps(), plan.ids(), plan.onDenied(), false), facts, now);
                    return plan.probe() ? 0 : until;
                }
            };
        }
    },
    A_DENIAL_WRITES_ITS_TIME {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                Verdict refuse(Examination examined, Verdict.RateLimited first) {
                    Step step = examined.plan().steps().get(first.step());
                    OwnerState state = forWriting(examined.facts().owner(step.scope()));
                    state.latestMicros = timeFor(state, examined.now());
                    return super.refuse(examined, first);
                }
            };
        }
    },
    ASKING_FOR_BLOCKS_WRITES_THE_TIME {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                Verdict admit(Examination examined) {
                    if (examined.facts().hasSubject() && !examined.plan().probe()) {
                        OwnerState state = forWriting(examined.facts().owner(Scope.USER));
                        state.latestMicros = timeFor(state, examined.now());
                    }
                    return super.admit(examined);
                }
            };
        }
    },
    OWNERS_ARE_JOINED_BY_COLONS {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                Object keyOf(Owner owner) {
                    return String.join(
                            ":",
                            owner.scope().label(),
                            String.valueOf(owner.subject()),
                            String.valueOf(owner.chat()),
                            String.valueOf(owner.topic()),
                            String.valueOf(owner.space()));
                }
            };
        }
    };

    abstract ReferenceStore open(InstantSource time);

    private static RateLimit withPer(RateLimit limit, long perMicros) {
        return new RateLimit(
                limit.name(),
                limit.permits(),
                TraceMicros.duration(perMicros),
                limit.algorithm(),
                limit.burst(),
                limit.scope(),
                limit.cost(),
                limit.mode(),
                limit.spareTrusted(),
                null,
                limit.lockout());
    }

    private static ReferenceStore remembering(InstantSource time, Step.FirstSeen.Kind oneMoreOf) {
        return new ReferenceStore(time) {
            @Override
            int capacity(Step.FirstSeen.Kind kind) {
                return super.capacity(kind) + (kind == oneMoreOf ? 1 : 0);
            }
        };
    }
}
