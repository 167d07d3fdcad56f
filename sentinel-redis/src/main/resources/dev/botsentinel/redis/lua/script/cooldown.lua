-- Makes a limit refuse an owner for a while. If it already does, the later end applies.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the limit, see limits.lua
-- ARGV[3]  the duration
--
-- Answers {token, server time, 1, the end of the cooldown}

local owner = load(KEYS[1])
local _, frame = limit_name(ARGV[2])
local ends = cool_down(owner, frame, owner.at + unpack_at('<d', ARGV[3]))
save(owner)
return {token, server, DONE, ends}
