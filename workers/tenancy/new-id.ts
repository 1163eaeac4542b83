import { companyIdIn, idFrom, type CompanyId, type Id, type IdKind, type Region } from "../../domain/ids.ts";

/** A new random id (128 bits). A company's says where it lives: `newCompanyId`. */
export function newId<const Kind extends Exclude<IdKind, "company">>(kind: Kind): Id<Kind> {
	return idFrom(kind, crypto.getRandomValues(new Uint8Array(16)));
}

export function newCompanyId(region: Region | undefined): CompanyId {
	return companyIdIn(region, crypto.getRandomValues(new Uint8Array(16)));
}
