/** Polls at an interval that the callback sets. */

const PAUSE_AFTER_ERROR = 5;

/**
 * @param look resolves to the seconds until it should be called again, or to null for never; it may
 *     fail when there is no answer
 * @param tell gets the problem of the last look, or null
 * @returns ends it
 */
export function watch(look, tell) {
  let timer = null;
  let isLooking = false;
  let isOver = false;

  async function next() {
    if (isLooking || isOver) {
      return;
    }
    clearTimeout(timer);
    isLooking = true;
    const pause = await pauseAfter(look, tell);
    isLooking = false;
    isOver ||= pause === null;
    if (!isOver) {
      timer = setTimeout(next, pause * 1000);
    }
  }

  function comeBack() {
    if (document.visibilityState === "visible") {
      next();
    }
  }

  document.addEventListener("visibilitychange", comeBack);
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", comeBack);
  };
}

async function pauseAfter(look, tell) {
  try {
    const pause = await look();
    tell(null);
    return pause;
  } catch (failure) {
    tell(failure);
    return isPassing(failure) ? Number(failure.headers.get("Retry-After")) || PAUSE_AFTER_ERROR : null;
  }
}

function isPassing({ status }) {
  return status === 0 || status === 429 || status >= 500;
}
