import { Socket } from "node:net";

// A unit test that reaches the network passes on one machine and fails on the next.
Socket.prototype.connect = () => {
  throw new Error("this test opened a socket; move it to test/integration, or pass the reader in");
};
