-- Tries every command that the other scripts call, on keys that nobody else uses.
--
-- KEYS[1]  a key for a value
-- KEYS[2]  a key for a sorted set
--
-- Answers {server time in microseconds, 1, for each command that failed: its name and the error}

local failed = {0, 1}
local function try(name, ...)
  local reply = redis.pcall(name, ...)
  if type(reply) == 'table' and reply.err then
    failed[#failed + 1] = name .. ': ' .. reply.err
  end
  return reply
end

local clock = try('TIME')
if not clock.err then
  failed[1] = clock[1] * 1000000 + clock[2]
end
try('GET', KEYS[1])
try('SET', KEYS[1], '', 'PX', 1)
try('DEL', KEYS[1])
try('ZADD', KEYS[2], 0, 'check')
try('ZRANGEBYLEX', KEYS[2], '-', '+', 'LIMIT', 0, 1)
try('ZRANGEBYSCORE', KEYS[2], '-inf', 0, 'LIMIT', 0, 1)
try('PEXPIRE', KEYS[2], 1)
try('ZREM', KEYS[2], 'check')
return failed
