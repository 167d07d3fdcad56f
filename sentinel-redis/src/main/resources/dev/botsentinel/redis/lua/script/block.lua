-- Blocks a subject manually, replacing any other block.
--
-- KEYS[1]     the subject
-- KEYS[2, 3]  the block index, ids and ends, if it is in the same slot
-- ARGV[1]     see prologue.lua
-- ARGV[2]     the duration; 2^53 for a permanent block
-- ARGV[3]     length of the actor, actor, reason
-- ARGV[4]     the subject's id
-- ARGV[5]     the news channel
--
-- Answers {token, server time, 1, the content of the block}

local subject = load(KEYS[1])
local duration = unpack_at('<d', ARGV[2])
local ends = duration == NEVER and NEVER or subject.at + duration
subject.parts.B = pack('<I7c1I7', ends, 'M', subject.at) .. ARGV[3]

list_block(KEYS[2], KEYS[3], ARGV[4], ends)
save(subject)
publish_block(ARGV[5], 'M', ends, ARGV[4])
return {token, server, DONE, subject.parts.B}
