-- Tries every command that the other scripts call, on keys that nothing else uses, and reads the marker of the state.
--
-- KEYS[1]  a key for a value
-- KEYS[2]  a key for a sorted set
-- KEYS[3]  the marker of the state; absent without news
-- ARGV[1]  see prologue.lua; only the token counts
-- ARGV[2]  a new marker, used if there is none
-- ARGV[3]  the news channel, which gets an empty message
--
-- Answers {token, server time, 1, the marker or nil, the server's run id or nil, for each command that failed its name and the
-- error}

local token = struct.unpack('<I4', ARGV[1], 17)
local answer = {token, 0, 1, false, false}
local function try(name, ...)
  local reply = redis.pcall(name, ...)
  if type(reply) == 'table' and reply.err then
    answer[#answer + 1] = name .. ': ' .. reply.err
  end
  return reply
end

local clock = try('TIME')
if not clock.err then
  answer[2] = clock[1] * 1000000 + clock[2]
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
  try('SET', KEYS[3], ARGV[2], 'NX')
  local marker, info = try('GET', KEYS[3]), try('INFO', 'server')
  answer[4] = type(marker) == 'string' and marker
  answer[5] = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or false
  try('PUBLISH', ARGV[3], '')
end
return answer
