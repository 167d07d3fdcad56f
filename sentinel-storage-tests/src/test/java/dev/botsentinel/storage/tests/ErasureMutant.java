package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import java.time.InstantSource;

/** References that hand out or erase too little or too much of a subject; the contract's tests of erasure find each. */
enum ErasureMutant {
    MEMBERS_ARE_FORGOTTEN_ABOUT {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                boolean isOf(Owner owner, String subject) {
                    return owner.scope() == Scope.USER && super.isOf(owner, subject);
                }
            };
        }
    },
    MEMBERS_STAY {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void erase(String subject) {
                    owners.remove(keyOf(Owner.user(subject)));
                }
            };
        }
    },
    MEMBERS_OF_SPACES_STAY {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void erase(String subject) {
                    owners.values()
                            .removeIf(state -> state.owner.scope() != Scope.SPACE_MEMBER && isOf(state.owner, subject));
                }
            };
        }
    },
    A_BLOCK_STAYS {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void erase(String subject) {
                    OwnerState before = forReading(Owner.user(subject));
                    super.erase(subject);
                    forWriting(Owner.user(subject)).blocks.putAll(before.blocks);
                }
            };
        }
    },
    IDS_ARE_TAKEN_FOR_PREFIXES {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                boolean isOf(Owner owner, String subject) {
                    return owner.subject() != null && owner.subject().startsWith(subject);
                }
            };
        }
    },
    CHATS_GO_TOO {
        @Override
        ReferenceStore open(InstantSource time) {
            return new ReferenceStore(time) {
                @Override
                void erase(String subject) {
                    super.erase(subject);
                    owners.values().removeIf(state -> state.owner.scope() == Scope.CHAT);
                }
            };
        }
    };

    abstract ReferenceStore open(InstantSource time);
}
