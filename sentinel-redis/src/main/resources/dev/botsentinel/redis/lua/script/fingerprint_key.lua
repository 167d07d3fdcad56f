-- Reads which fingerprint key belongs to the state, or says so if nothing does yet.
--
-- KEYS[1]  where it stands
-- ARGV[1]  see prologue.lua
-- ARGV[2]  a hash of the caller's key
--
-- Answers {token, server time, 1, the hash of the state's key}

local known = redis.call('GET', KEYS[1])
if not known then
  redis.call('SET', KEYS[1], ARGV[2])
end
return {token, server, DONE, known or ARGV[2]}
