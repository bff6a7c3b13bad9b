import { containerFindings, everybodyCalled, noteworthySids } from "../directory/containerFindings.ts";
import type { ContainerAccess } from "../directory/containerRights.ts";
import { DirectoryError } from "../directory/directoryError.ts";
import type { PrincipalFinder } from "../directory/principals.ts";
import type { Delegates, Principals } from "./activationContainerRightsDelegates.ts";
import type { CallContext, Live } from "./resourceKind.ts";

/** The resource as it is, with what is noteworthy about the container, which is also said to whoever watches. */
export async function liveRights(
  forest: string,
  { delegates, principals, gone }: Delegates,
  access: ContainerAccess,
  finder: PrincipalFinder,
  context: CallContext,
): Promise<Live> {
  const noteworthy = noteworthySids(access).map(async (sid) => [sid, await describe(sid, finder)] as const);
  const names = new Map(await Promise.all(noteworthy));
  const findings = [
    ...gone.map((delegate) => unknownAccount(delegate, principals)),
    ...containerFindings(access, Object.values(principals), (sid) => names.get(sid) ?? sid),
  ];
  for (const finding of findings) context.log("warning", finding);
  const inputs = { forest, delegates };
  return {
    id: forest.toLowerCase(),
    inputs,
    outputs: { ...inputs, container: access.container, principals, findings },
  };
}

async function describe(sid: string, finder: PrincipalFinder): Promise<string> {
  const group = everybodyCalled(sid);
  if (group !== undefined) return `${group} (${sid})`;
  try {
    const principal = await finder.find(sid);
    return principal === undefined ? `${sid} (an account that the forest does not know)` : `${principal.name} (${sid})`;
  } catch (error) {
    // Where nobody could be asked for the name, the finding counts all the same.
    if (error instanceof DirectoryError) return sid;
    throw error;
  }
}

function unknownAccount(delegate: string, principals: Principals): string {
  const sid = principals[delegate];
  const which = sid === undefined || sid === delegate ? delegate : `${delegate} (${sid})`;
  return `the forest does not know ${which}, a deleted account or one of another forest; take it off the delegates if it is gone`;
}
