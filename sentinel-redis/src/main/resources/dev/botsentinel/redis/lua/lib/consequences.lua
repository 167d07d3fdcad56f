-- Continues evaluate.lua where a decision leads to more than its steps write: knows the parts of an album, begins lockouts and
-- counts the violation. The caller adds a resulting block to the index, since that is too rare to pass its keys with every call.
--
-- ARGV[1], after the values of steps: by how many millionths a resulting block is longer than its rung (4 bytes), if the
-- escalation has jitter.
-- The escalation, after the steps of the plan: 1 if in shadow, violations, within, forgetAfter, number of rungs, rungs; to the
-- end what the name of the news channel ends in

local ALBUM_ADMITTED, ALBUM_REFUSED = 6, 7

if album and probe == 0 then
  local owner = load(KEYS[album_owner])
  if shared then
    count_album_part(owner, album)
  else
    begin_album(owner, album, duplicate_frame or worst_frame, duplicate_until or worst_until, worst_left)
  end
  if not worst and not duplicate and not shared_step then
    owner.latest = owner.at -- of what is admitted, time is written
  end
  save(owner)
end
if shared_step then
  local until_then = math.min(math.max(shared[5], now + 1), NEVER)
  return pack('<I4I7BI2I7I7I4B', token, server, ALBUM_REFUSED, shared_step, now, until_then, shared[6], #shared[4] == 2 and 1 or 0)
elseif shared then
  return pack('<I4I7B', token, server, ALBUM_ADMITTED)
elseif duplicate then
  return pack(REFUSED, token, server, DUPLICATE, duplicate, now, duplicate_until)
end

-- An enforced limit's lockout begins if the plan is refused, a shadow limit's if it is admitted.
for _, lockout in ipairs(probe == 0 and lockouts or {}) do
  local owner_number, frame, ends, enforced = unpack(lockout)
  if enforced == (worst ~= nil) then
    local owner = load(KEYS[owner_number])
    cool_down(owner, frame, ends)
    save(owner)
  end
end
if not worst then
  return pack('<I4I7B' .. string.rep('i4', step_count), token, server, ADMITTED, unpack(answer, 1, step_count))
end

local blocked_until = 0
if violation and place < #plan and probe == 0 then
  local shadow, violations, within, forget_after, rungs, next = unpack_at('<BdddB', plan, place)
  local subject = load(KEYS[1])
  local block_name, offences_name = 'B', 'O'
  if shadow == 1 then
    block_name, offences_name = 'b', 'o'
  end
  if not block_in_force(subject, block_name) then
    local jitter = #ARGV[1] > value_place and unpack_at('<I4', ARGV[1], value_place) or 0
    local ladder = {violations = violations, within = within, forget_after = forget_after, block = {}, jitter = jitter}
    for rung = 1, rungs do
      ladder.block[rung], next = unpack_at('<d', plan, next)
    end
    local ends = violate(subject, offences_name, ladder)
    if ends then
      subject.parts[block_name] = pack('<I7c1I7I2', ends, 'A', subject.at, 8) .. 'sentinelviolations'
      if shadow == 0 then
        blocked_until = ends
      end
    end
    save(subject)
    if blocked_until > 0 then
      local channel, id = channel_and_id(KEYS[1])
      publish_block(channel .. sub(plan, next), 'A', blocked_until, id)
    end
  end
end
return pack('<I4I7BI2I7I7I4I7', token, server, RATE_LIMITED, worst, now, worst_until, worst_left, blocked_until)
