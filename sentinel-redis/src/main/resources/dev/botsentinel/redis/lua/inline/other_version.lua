-- Inline, in examine_limit.lua. Another version of the limit has state, or may have; docs/storage-spi.md has the rules. Reads
-- what take_part.lua has set for the limit's own part, and `is_own`, whether that is of this version and hasn't ended. Sets `text`,
-- `start` and `stop` to what this version starts with; and, if another one is in use, `beside`, its part once this version has
-- spent its cost, and `beside_end`, its end.
--
-- The part of another version has byte 255 before the limit's name. Content: end, P, when the other version took over, the
-- permits spent by then if the other one doesn't count them yet, then the content of the limit's own part. No key of a limit
-- starts with byte 255, so only a digest could equal such a name, which nobody can make happen.

do
  local other_frame = string.char(#frame) .. '\255' .. sub(frame, 2)
  local inner, superseded, before, span, spent, unit_then, rate_then, burst_then
  if versioned then
    local own_frame, own_text, own_start, own_stop = frame, text, start, stop
    frame, text = other_frame, nil
    -- include take_part
    if text and unpack_at('<I7', text, start) > at then
      superseded, before = unpack_at('<I7I4', text, start + 8)
      inner = sub(text, start + 19, stop)
    end
    frame, text, start, stop = own_frame, own_text, own_start, own_stop
  end

  local returns = not is_own and inner and byte(inner, 8) == kind
    and (kind == T and sub(inner, 13) == shape or kind ~= T and unpack_at('<I7', inner, 9) == per)
  local charged, starts, live = cost, false, text and unpack_at('<I7', text, start) > at
  if live and not is_own then
    local latest = sub(text, start, stop)
    if returns then
      charged, before = cost + before, 0
      text, start, stop = inner, 1, #inner
    else
      starts = true
      if kind ~= W or byte(latest, 8) ~= W then
        text = nil
      end
    end
    inner, superseded = latest, at
  elseif not is_own then
    text, before = nil, 0
    if returns then
      text, start, stop, inner = inner, 1, #inner, nil
    end
  end

  if inner then
    -- include version_span
    if byte(inner, 8) == T then
      local full, over = unpack_at('<I7xI4', inner)
      local missing, since = at < full and rate_then * (full - at - 1) + (rate_then - over) or 0, at
      local part_of_permit = missing % unit_then
      spent = (missing - part_of_permit) / unit_then + (part_of_permit > 0 and 1 or 0)
      missing = math.min(burst_then * unit_then, missing + math.min(charged, burst_then) * unit_then)
      local rate = rate_then
      -- include bucket_full_at
      inner = pack('<I7c1I4', full, 'T', over) .. sub(inner, 13)
    elseif byte(inner, 8) == W then
      local per, text, start, stop = span, inner, 1, #inner
      local live, stays, last, first, width, format, modulus
      -- include window_stamps
      spent = live
      local more = math.min(charged, MOST_STAMPS)
      inner = pack('<I7c1I7', at + per, 'W', per) .. string.rep(pack(format, at % modulus), more)
        .. sub(inner, first, first + math.min(live, MOST_STAMPS - more) * width - 1)
    else
      local window_end, windows, count = unpack_at('<I7xI7I4', inner)
      if at >= window_end then
        window_end, count = (floor(at / windows) + 1) * windows, 0
      end
      spent = count
      inner = pack('<I7c1I7I4', window_end, 'F', windows, math.min(count + charged, MOST_COUNTED))
    end
    if starts then
      local own_span = per
      if kind == T then
        own_span = floor(burst * unit / rate)
        own_span = own_span + (own_span * rate < burst * unit and 1 or 0)
      elseif kind == F then
        own_span = math.min(per, CALENDAR)
      end
      before = text and 0 or own_span < span and math.min(spent, 1) or spent
    end
    -- include version_part
    beside = other_frame .. pack('<I2', #beside) .. beside
  end
end
