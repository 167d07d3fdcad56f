-- Lifts the block and the shadow block of a subject. The rungs stay; their blocks count as ended now.
--
-- KEYS[1]     the subject
-- KEYS[2, 3]  the block index, ids and ends, if it is in the same slot
-- ARGV[1]     see prologue.lua
-- ARGV[2]     the subject's id
-- ARGV[3]     the news channel
--
-- Answers {token, server time, 1, the content of the block that was in force, or nil}

local subject = load(KEYS[1])
local lifted = block_in_force(subject, 'B') and subject.parts.B or false
subject.parts.B = nil
subject.parts.b = nil
block_lifted(subject, 'O')
block_lifted(subject, 'o')

unlist_block(KEYS[2], KEYS[3], ARGV[2])
save(subject)
publish(ARGV[3], 'L' .. ARGV[2])
return {token, server, DONE, lifted}
