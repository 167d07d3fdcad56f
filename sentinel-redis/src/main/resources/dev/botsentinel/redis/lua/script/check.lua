-- Tries every command that the other scripts call, on keys that nothing else uses, and reads the marker of the state.
--
-- KEYS[1]  a key for a value
-- KEYS[2]  a key for a sorted set
-- KEYS[3]  the marker of the state; absent without news
-- ARGV[1]  a new marker, used if there is none
-- ARGV[2]  the news channel, which gets an empty message
--
-- Answers {server time, 1, the marker or nil, the server's run id or nil, for each command that failed its name and the
-- error}

local answer = {0, 1, false, false}
local function try(name, ...)
  local reply = redis.pcall(name, ...)
  if type(reply) == 'table' and reply.err then
    answer[#answer + 1] = name .. ': ' .. reply.err
  end
  return reply
end

local clock = try('TIME')
if not clock.err then
  answer[1] = clock[1] * 1000000 + clock[2]
end
try('GET', KEYS[1])
try('SET', KEYS[1], '', 'PX', 1)
try('DEL', KEYS[1])
try('ZADD', KEYS[2], 0, 'check')
try('ZRANGEBYLEX', KEYS[2], '-', '+', 'LIMIT', 0, 1)
try('ZRANGEBYSCORE', KEYS[2], '-inf', 0, 'LIMIT', 0, 1)
try('PEXPIRE', KEYS[2], 1)
try('ZREM', KEYS[2], 'check')
if KEYS[3] then
  try('SET', KEYS[3], ARGV[1], 'NX')
  local marker, info = try('GET', KEYS[3]), try('INFO', 'server')
  answer[3] = type(marker) == 'string' and marker
  answer[4] = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or false
  try('PUBLISH', ARGV[2], '')
end
return answer
