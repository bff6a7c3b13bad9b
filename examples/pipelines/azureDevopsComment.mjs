// Puts a summary of `activation pull-request` into the pull request of the Azure DevOps run that calls this: a thread of
// its own the first time, the same comment with other text from then on. Needs nothing but Node 20.
//   node azureDevopsComment.mjs comment.md
import { readFile } from "node:fs/promises";

/** What Azure DevOps sets in every run for a pull request; the token is mapped by the step. */
const needed = [
  "SYSTEM_ACCESSTOKEN",
  "SYSTEM_COLLECTIONURI",
  "SYSTEM_TEAMPROJECTID",
  "BUILD_REPOSITORY_ID",
  "SYSTEM_PULLREQUEST_PULLREQUESTID",
];

const [file] = process.argv.slice(2);
try {
  await main();
} catch (error) {
  process.stderr.write(`the summary could not be put into the pull request: ${error.message}\n`);
  process.exitCode = 2;
}

async function main() {
  if (file === undefined) throw new Error("name the file that holds it");
  const missing = needed.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`${missing.join(", ")} not set; see README.md beside this file`);
  const content = await readFile(file, "utf8");
  const marker = /<!-- activation: [A-Za-z0-9.-]+ -->/.exec(content.split("\n", 1)[0])?.[0];
  if (marker === undefined) throw new Error(`the first line of ${file} lacks its marker; is it a summary?`);

  const { value: threads } = await request("GET", "");
  const own = threads
    .filter(({ isDeleted }) => !isDeleted)
    .flatMap(({ id, comments }) => comments.slice(0, 1).map((comment) => ({ thread: id, comment })))
    .find(({ comment }) => !comment.isDeleted && comment.content?.split("\n", 1)[0].includes(marker));
  if (own === undefined) {
    // 1: text. 4: closed, so that a policy about open comments leaves the verdict to the run itself.
    await request("POST", "", { comments: [{ parentCommentId: 0, content, commentType: 1 }], status: 4 });
  } else {
    await request("PATCH", `/${own.thread}/comments/${own.comment.id}`, { content });
  }
}

/** https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads */
async function request(method, path, body) {
  const env = process.env;
  const collection = env.SYSTEM_COLLECTIONURI.replace(/\/*$/, "/");
  const pullRequest = `repositories/${env.BUILD_REPOSITORY_ID}/pullRequests/${env.SYSTEM_PULLREQUEST_PULLREQUESTID}`;
  const url = `${collection}${env.SYSTEM_TEAMPROJECTID}/_apis/git/${pullRequest}/threads${path}?api-version=7.1`;
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${env.SYSTEM_ACCESSTOKEN}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status === 401 || answer.status === 403) {
    throw new Error(
      `Azure DevOps answers ${answer.status}; give the build service "Contribute to pull requests" on the repository`,
    );
  }
  if (!answer.ok)
    throw new Error(`Azure DevOps answers ${answer.status} to ${method}: ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}
