-- Reads a page of the block index.
--
-- KEYS[1]  the ids
-- ARGV[1]  see prologue.lua
-- ARGV[2]  where to start, as ZRANGEBYLEX expects it
-- ARGV[3]  the most ids to return
--
-- Answers {token, server time, 1, ids in order}

local answer = {token, server, DONE}
for i, id in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], ARGV[2], '+', 'LIMIT', 0, ARGV[3])) do
  answer[i + 3] = id
end
return answer
