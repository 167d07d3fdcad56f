-- Records that the first part of an album was refused, if another slot than the album's said so.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  8 bytes of the album, the wait (2^53 if it never ends), whole permits left, the frame of the rule that refused
--
-- Answers {token, server time, 1}

local owner = load(KEYS[1])
local album, wait, left, place = unpack_at('<c8dd', ARGV[2])
begin_album(owner, album, sub(ARGV[2], place), wait == NEVER and NEVER or now + wait, left)
save(owner)
return {token, server, DONE}
