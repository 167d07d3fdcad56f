-- Keeps one user of the repository.
--
-- KEYS[1]  the user
-- ARGV[1]  see prologue.lua
-- ARGV[2]  what to do: E was seen, R register, U take the registration back, S step up, G only tell
-- ARGV[3]  E the name or empty, R the roles, S when; else empty
-- ARGV[4]  for how many milliseconds a user is kept who is only seen
--
-- Answers {server time, 1, whether the user was registered before (1 or 0)}, and if the user is known now {…, name, whether
-- registered, roles, when stepped up or nil, when last seen or nil}
--
-- The value is MessagePack: version, name, whether registered, roles, when stepped up, when last seen; false for never.

local VERSION = 1
local NAME, REGISTERED, ROLES, STEPPED_UP, SEEN = 2, 3, 4, 5, 6

local value = redis.call('GET', KEYS[1])
local user = value and cmsgpack.unpack(value)
local answer = {server, DONE, user and user[REGISTERED] or 0}

local what, said = ARGV[2], ARGV[3]
local changes = what == 'E' or what == 'R' or (answer[3] == 1 and what ~= 'G')
if changes then
  user = user or {VERSION, '', 0, '', false, false}
  if what == 'E' then
    user[NAME] = said ~= '' and said or user[NAME]
    user[SEEN] = math.max(user[SEEN] or now, now)
  elseif what == 'R' then
    user[REGISTERED], user[ROLES] = 1, said
  elseif what == 'U' then
    user[REGISTERED], user[ROLES], user[STEPPED_UP] = 0, '', false
  else
    user[STEPPED_UP] = unpack_at('<d', said)
  end
  local kept = cmsgpack.pack(user)
  if keeps_own_time then
    redis.call('SET', KEYS[1], kept, 'PX', A_DAY_IN_MILLIS)
  elseif user[REGISTERED] == 1 then
    redis.call('SET', KEYS[1], kept)
  else
    redis.call('SET', KEYS[1], kept, 'PX', ARGV[4])
  end
end

for field = NAME, user and SEEN or 0 do
  answer[#answer + 1] = user[field]
end
return answer
