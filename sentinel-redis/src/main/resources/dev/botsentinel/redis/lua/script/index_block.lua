-- Adds a subject to the block index, or removes it.
--
-- KEYS[1, 2]  the block index, ids and ends
-- ARGV[1]     see prologue.lua
-- ARGV[2]     the subject's id
-- ARGV[3]     the end of the block; 0 if there is none
--
-- Answers {token, server time, 1}

local ends = unpack_at('<d', ARGV[3])
if ends > 0 then
  list_block(KEYS[1], KEYS[2], ARGV[2], ends)
else
  unlist_block(KEYS[1], KEYS[2], ARGV[2])
end
return {token, server, DONE}
