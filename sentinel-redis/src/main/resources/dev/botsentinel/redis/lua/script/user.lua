-- Reads or changes a user of the repository.
--
-- KEYS[1]  the user
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the operation: E ensure (seen now), R register, U unregister, S step up, G get
-- ARGV[3]  for E the name or empty, for R the roles, for S the instant; otherwise empty
-- ARGV[4]  the TTL of unregistered users in milliseconds
--
-- Answers {token, server time, 1, 1 if the user was registered before, else 0}, and if the user is known now also {…, name, 1 if
-- registered, roles, last step-up or nil, last seen or nil}
--
-- The value is MessagePack: version, name, registered, roles, last step-up, last seen; false for never.

local VERSION = 1
local NAME, REGISTERED, ROLES, STEPPED_UP, SEEN = 2, 3, 4, 5, 6

local value = redis.call('GET', KEYS[1])
local user = value and cmsgpack.unpack(value)
local answer = {token, server, DONE, user and user[REGISTERED] or 0}

local operation, argument = ARGV[2], ARGV[3]
local changes = operation == 'E' or operation == 'R' or (answer[4] == 1 and operation ~= 'G')
if changes then
  user = user or {VERSION, '', 0, '', false, false}
  if operation == 'E' then
    user[NAME] = argument ~= '' and argument or user[NAME]
    user[SEEN] = math.max(user[SEEN] or now, now)
  elseif operation == 'R' then
    user[REGISTERED], user[ROLES] = 1, argument
  elseif operation == 'U' then
    user[REGISTERED], user[ROLES], user[STEPPED_UP] = 0, '', false
  else
    user[STEPPED_UP] = unpack_at('<d', argument)
  end
  local packed = cmsgpack.pack(user)
  if has_own_time then
    redis.call('SET', KEYS[1], packed, 'PX', A_DAY_IN_MILLIS)
  elseif user[REGISTERED] == 1 then
    redis.call('SET', KEYS[1], packed)
  else
    redis.call('SET', KEYS[1], packed, 'PX', ARGV[4])
  end
end

for field = NAME, user and SEEN or 0 do
  answer[#answer + 1] = user[field]
end
return answer
