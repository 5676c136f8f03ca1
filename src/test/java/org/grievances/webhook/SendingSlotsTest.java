package org.grievances.webhook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendingSlotsTest {
  private final SendingSlots slots = new SendingSlots(3, 2);

  @Test
  void webhookHasOneSlotAtATime() {
    assertTrue(slots.take("one", "portal"));
    assertFalse(slots.take("one", "portal"));
    slots.release("one");
    assertTrue(slots.take("one", "portal"));
  }

  @Test
  void clientLeavesSlotsToOthers() {
    assertTrue(slots.take("one", "portal"));
    assertTrue(slots.take("two", "portal"));
    assertFalse(slots.take("three", "portal"));
    assertTrue(slots.take("four", "vendor"));
    slots.release("two");
    assertTrue(slots.take("three", "portal"));
  }

  @Test
  void slotsOfAllClientsTogetherAreLimited() {
    assertTrue(slots.take("one", "portal"));
    assertTrue(slots.take("two", "vendor"));
    assertTrue(slots.take("three", "plan"));
    assertFalse(slots.take("four", "callcentre"));
    slots.release("one");
    assertTrue(slots.take("four", "callcentre"));
  }
}
