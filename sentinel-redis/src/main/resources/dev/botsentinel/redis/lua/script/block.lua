-- Blocks a subject by hand, in place of whatever block it has.
--
-- KEYS[1]     the subject
-- KEYS[2, 3]  the index of blocks, ids and ends, if it is at hand
-- ARGV[1]     see prologue.lua
-- ARGV[2]     for how long, 2^53 for ever
-- ARGV[3]     the block's texts: length of the actor, actor, reason
-- ARGV[4]     the subject's id
-- ARGV[5]     the channel of news
--
-- Answers {server time, 1, the block's part}

local subject = load(KEYS[1])
local duration = unpack_at('<d', ARGV[2])
local ends = duration == NEVER and NEVER or subject.at + duration
subject.parts.B = pack('<I7c1I7', ends, 'M', subject.at) .. ARGV[3]

list_block(KEYS[2], KEYS[3], ARGV[4], ends)
save(subject)
tell_blocked(ARGV[5], 'M', ends, ARGV[4])
return {server, DONE, subject.parts.B}
