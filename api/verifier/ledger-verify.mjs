#!/usr/bin/env node
/*
 * Offline verifier of the firearm lifecycle ledger. One file, no dependencies, no network. Licence: EUPL-1.2.
 * Made by "npm run verifier" from api/verifier and domain/integrity; change those, not this file.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { join } from "node:path";
import crypto from "node:crypto";
import { parseArgs } from "node:util";
import buffer from "node:buffer";
import { open } from "node:fs/promises";

// \0rolldown/runtime.js
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") {
		for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
			key = keys[i];
			if (!__hasOwnProp.call(to, key) && key !== except) {
				__defProp(to, key, {
					get: ((k) => from[k]).bind(null, key),
					enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
				});
			}
		}
	}
	return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: true
}) : target, mod));

// api/verifier/olderNode.ts
const lists = Array.prototype;
const texts = String.prototype;
const define = (target, name, value) => {
	Object.defineProperty(target, name, {
		value,
		writable: true,
		configurable: true
	});
};
if (lists.toSorted === void 0) define(Array.prototype, "toSorted", function toSorted(compare) {
	return [...this].sort(compare);
});
if (lists.toReversed === void 0) define(Array.prototype, "toReversed", function toReversed() {
	return [...this].reverse();
});
if (texts.isWellFormed === void 0) define(String.prototype, "isWellFormed", function isWellFormed() {
	return !/\p{Surrogate}/u.test(this);
});

// domain/shared/canonicalJson.ts
const keepsNoOrder = (name) => {
	const first = name.charCodeAt(0);
	return first >= 48 && first <= 57 || name === "__proto__";
};
const finite = (value) => {
	if (typeof value === "number" && !Number.isFinite(value)) throw new Error("not a JSON number");
	return value;
};
const areInOrder = (names) => {
	for (let index = 1; index < names.length; index += 1) if ((names[index - 1] ?? "") > (names[index] ?? "")) return false;
	return true;
};
/** More names than this are left to the engine, whose sorting takes memory of its own each time. */
const fewNames = 32;
/** Sorts names by their UTF-16 code units, in place. */
const putInOrder = (names) => {
	if (names.length > fewNames) {
		names.sort();
		return;
	}
	for (let index = 1; index < names.length; index += 1) {
		const name = names[index] ?? "";
		let place = index;
		for (; place > 0 && (names[place - 1] ?? "") > name; place -= 1) names[place] = names[place - 1] ?? "";
		names[place] = name;
	}
};
/** The list itself where its items are in order, else a copy; undefined where no copy can keep it. */
const orderedList = (list) => {
	let copy;
	for (let index = 0; index < list.length; index += 1) {
		const item = list[index];
		const inner = ordered(item);
		if (inner === void 0) return void 0;
		if (copy === void 0 && inner !== item) copy = list.slice(0, index);
		copy?.push(inner);
	}
	return copy ?? list;
};
/**
* The value with all members in the order of their UTF-16 code units: the very same where they are so already, as in
* what this program makes for the log, else a copy; undefined where an object cannot keep that order.
*/
const ordered = (value) => {
	if (value === null || typeof value !== "object") return finite(value);
	if (Array.isArray(value)) return orderedList(value);
	const object = value;
	const names = Object.keys(object);
	let copy;
	if (!areInOrder(names)) {
		putInOrder(names);
		copy = {};
	}
	for (let index = 0; index < names.length; index += 1) {
		const name = names[index] ?? "";
		const member = object[name];
		if (member === void 0) continue;
		const inner = ordered(member);
		if (inner === void 0) return void 0;
		if (copy === void 0 && inner !== member) {
			copy = {};
			for (const before of names.slice(0, index)) {
				const stated = object[before];
				if (keepsNoOrder(before)) return void 0;
				if (stated !== void 0) copy[before] = stated;
			}
		}
		if (copy === void 0) continue;
		if (keepsNoOrder(name)) return void 0;
		copy[name] = inner;
	}
	return copy ?? object;
};
const memberByMember = (value) => {
	if (value === null || typeof value !== "object") return JSON.stringify(finite(value));
	if (Array.isArray(value)) return `[${value.map(memberByMember).join(",")}]`;
	const object = value;
	return `{${Object.keys(object).sort().flatMap((name) => {
		const member = object[name];
		return member === void 0 ? [] : [`${JSON.stringify(name)}:${memberByMember(member)}`];
	}).join(",")}}`;
};
/**
* Canonical text of a JSON value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white space,
* numbers and strings as ECMAScript writes them. Equal values always give equal text, so hashes and
* comparisons are made over this text and never over a parsed copy.
*/
const canonicalJson = (value) => {
	const inOrder = ordered(value);
	return inOrder === void 0 ? memberByMember(value) : JSON.stringify(inOrder);
};

// node_modules/fp-ts/lib/function.js
var require_function = /* @__PURE__ */ __commonJSMin(((exports, module, this$8) => {
	var __spreadArray = this$8 && this$8.__spreadArray || function(to, from, pack) {
		if (pack || arguments.length === 2) {
			for (var i = 0, l = from.length, ar; i < l; i++) if (ar || !(i in from)) {
				if (!ar) ar = Array.prototype.slice.call(from, 0, i);
				ar[i] = from[i];
			}
		}
		return to.concat(ar || Array.prototype.slice.call(from));
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.dual = exports.getEndomorphismMonoid = exports.SK = exports.hole = exports.constVoid = exports.constUndefined = exports.constNull = exports.constFalse = exports.constTrue = exports.unsafeCoerce = exports.apply = exports.getRing = exports.getSemiring = exports.getMonoid = exports.getSemigroup = exports.getBooleanAlgebra = void 0;
	exports.identity = identity;
	exports.constant = constant;
	exports.flip = flip;
	exports.flow = flow;
	exports.tuple = tuple;
	exports.increment = increment;
	exports.decrement = decrement;
	exports.absurd = absurd;
	exports.tupled = tupled;
	exports.untupled = untupled;
	exports.pipe = pipe;
	exports.not = not;
	/**
	* @category instances
	* @since 2.10.0
	*/
	var getBooleanAlgebra = function(B) {
		return function() {
			return {
				meet: function(x, y) {
					return function(a) {
						return B.meet(x(a), y(a));
					};
				},
				join: function(x, y) {
					return function(a) {
						return B.join(x(a), y(a));
					};
				},
				zero: function() {
					return B.zero;
				},
				one: function() {
					return B.one;
				},
				implies: function(x, y) {
					return function(a) {
						return B.implies(x(a), y(a));
					};
				},
				not: function(x) {
					return function(a) {
						return B.not(x(a));
					};
				}
			};
		};
	};
	exports.getBooleanAlgebra = getBooleanAlgebra;
	/**
	* Unary functions form a semigroup as long as you can provide a semigroup for the codomain.
	*
	* @example
	* import { Predicate, getSemigroup } from 'fp-ts/function'
	* import * as B from 'fp-ts/boolean'
	*
	* const f: Predicate<number> = (n) => n <= 2
	* const g: Predicate<number> = (n) => n >= 0
	*
	* const S1 = getSemigroup(B.SemigroupAll)<number>()
	*
	* assert.deepStrictEqual(S1.concat(f, g)(1), true)
	* assert.deepStrictEqual(S1.concat(f, g)(3), false)
	*
	* const S2 = getSemigroup(B.SemigroupAny)<number>()
	*
	* assert.deepStrictEqual(S2.concat(f, g)(1), true)
	* assert.deepStrictEqual(S2.concat(f, g)(3), true)
	*
	* @category instances
	* @since 2.10.0
	*/
	var getSemigroup = function(S) {
		return function() {
			return { concat: function(f, g) {
				return function(a) {
					return S.concat(f(a), g(a));
				};
			} };
		};
	};
	exports.getSemigroup = getSemigroup;
	/**
	* Unary functions form a monoid as long as you can provide a monoid for the codomain.
	*
	* @example
	* import { Predicate } from 'fp-ts/Predicate'
	* import { getMonoid } from 'fp-ts/function'
	* import * as B from 'fp-ts/boolean'
	*
	* const f: Predicate<number> = (n) => n <= 2
	* const g: Predicate<number> = (n) => n >= 0
	*
	* const M1 = getMonoid(B.MonoidAll)<number>()
	*
	* assert.deepStrictEqual(M1.concat(f, g)(1), true)
	* assert.deepStrictEqual(M1.concat(f, g)(3), false)
	*
	* const M2 = getMonoid(B.MonoidAny)<number>()
	*
	* assert.deepStrictEqual(M2.concat(f, g)(1), true)
	* assert.deepStrictEqual(M2.concat(f, g)(3), true)
	*
	* @category instances
	* @since 2.10.0
	*/
	var getMonoid = function(M) {
		var getSemigroupM = (0, exports.getSemigroup)(M);
		return function() {
			return {
				concat: getSemigroupM().concat,
				empty: function() {
					return M.empty;
				}
			};
		};
	};
	exports.getMonoid = getMonoid;
	/**
	* @category instances
	* @since 2.10.0
	*/
	var getSemiring = function(S) {
		return {
			add: function(f, g) {
				return function(x) {
					return S.add(f(x), g(x));
				};
			},
			zero: function() {
				return S.zero;
			},
			mul: function(f, g) {
				return function(x) {
					return S.mul(f(x), g(x));
				};
			},
			one: function() {
				return S.one;
			}
		};
	};
	exports.getSemiring = getSemiring;
	/**
	* @category instances
	* @since 2.10.0
	*/
	var getRing = function(R) {
		var S = (0, exports.getSemiring)(R);
		return {
			add: S.add,
			mul: S.mul,
			one: S.one,
			zero: S.zero,
			sub: function(f, g) {
				return function(x) {
					return R.sub(f(x), g(x));
				};
			}
		};
	};
	exports.getRing = getRing;
	/**
	* @since 2.11.0
	*/
	var apply = function(a) {
		return function(f) {
			return f(a);
		};
	};
	exports.apply = apply;
	/**
	* @since 2.0.0
	*/
	function identity(a) {
		return a;
	}
	/**
	* @since 2.0.0
	*/
	exports.unsafeCoerce = identity;
	/**
	* @since 2.0.0
	*/
	function constant(a) {
		return function() {
			return a;
		};
	}
	/**
	* A thunk that returns always `true`.
	*
	* @since 2.0.0
	*/
	exports.constTrue = constant(true);
	/**
	* A thunk that returns always `false`.
	*
	* @since 2.0.0
	*/
	exports.constFalse = constant(false);
	/**
	* A thunk that returns always `null`.
	*
	* @since 2.0.0
	*/
	exports.constNull = constant(null);
	/**
	* A thunk that returns always `undefined`.
	*
	* @since 2.0.0
	*/
	exports.constUndefined = constant(void 0);
	/**
	* A thunk that returns always `void`.
	*
	* @since 2.0.0
	*/
	exports.constVoid = exports.constUndefined;
	function flip(f) {
		return function() {
			var args = [];
			for (var _i = 0; _i < arguments.length; _i++) args[_i] = arguments[_i];
			if (args.length > 1) return f(args[1], args[0]);
			return function(a) {
				return f(a)(args[0]);
			};
		};
	}
	function flow(ab, bc, cd, de, ef, fg, gh, hi, ij) {
		switch (arguments.length) {
			case 1: return ab;
			case 2: return function() {
				return bc(ab.apply(this, arguments));
			};
			case 3: return function() {
				return cd(bc(ab.apply(this, arguments)));
			};
			case 4: return function() {
				return de(cd(bc(ab.apply(this, arguments))));
			};
			case 5: return function() {
				return ef(de(cd(bc(ab.apply(this, arguments)))));
			};
			case 6: return function() {
				return fg(ef(de(cd(bc(ab.apply(this, arguments))))));
			};
			case 7: return function() {
				return gh(fg(ef(de(cd(bc(ab.apply(this, arguments)))))));
			};
			case 8: return function() {
				return hi(gh(fg(ef(de(cd(bc(ab.apply(this, arguments))))))));
			};
			case 9: return function() {
				return ij(hi(gh(fg(ef(de(cd(bc(ab.apply(this, arguments)))))))));
			};
		}
	}
	/**
	* @since 2.0.0
	*/
	function tuple() {
		var t = [];
		for (var _i = 0; _i < arguments.length; _i++) t[_i] = arguments[_i];
		return t;
	}
	/**
	* @since 2.0.0
	*/
	function increment(n) {
		return n + 1;
	}
	/**
	* @since 2.0.0
	*/
	function decrement(n) {
		return n - 1;
	}
	/**
	* @since 2.0.0
	*/
	function absurd(_) {
		throw new Error("Called `absurd` function which should be uncallable");
	}
	/**
	* Creates a tupled version of this function: instead of `n` arguments, it accepts a single tuple argument.
	*
	* @example
	* import { tupled } from 'fp-ts/function'
	*
	* const add = tupled((x: number, y: number): number => x + y)
	*
	* assert.strictEqual(add([1, 2]), 3)
	*
	* @since 2.4.0
	*/
	function tupled(f) {
		return function(a) {
			return f.apply(void 0, a);
		};
	}
	/**
	* Inverse function of `tupled`
	*
	* @since 2.4.0
	*/
	function untupled(f) {
		return function() {
			var a = [];
			for (var _i = 0; _i < arguments.length; _i++) a[_i] = arguments[_i];
			return f(a);
		};
	}
	function pipe(a, ab, bc, cd, de, ef, fg, gh, hi) {
		switch (arguments.length) {
			case 1: return a;
			case 2: return ab(a);
			case 3: return bc(ab(a));
			case 4: return cd(bc(ab(a)));
			case 5: return de(cd(bc(ab(a))));
			case 6: return ef(de(cd(bc(ab(a)))));
			case 7: return fg(ef(de(cd(bc(ab(a))))));
			case 8: return gh(fg(ef(de(cd(bc(ab(a)))))));
			case 9: return hi(gh(fg(ef(de(cd(bc(ab(a))))))));
			default:
				var ret = arguments[0];
				for (var i = 1; i < arguments.length; i++) ret = arguments[i](ret);
				return ret;
		}
	}
	/**
	* Type hole simulation
	*
	* @since 2.7.0
	*/
	exports.hole = absurd;
	/**
	* @since 2.11.0
	*/
	var SK = function(_, b) {
		return b;
	};
	exports.SK = SK;
	/**
	* Use `Predicate` module instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	function not(predicate) {
		return function(a) {
			return !predicate(a);
		};
	}
	/**
	* Use `Endomorphism` module instead.
	*
	* @category zone of death
	* @since 2.10.0
	* @deprecated
	*/
	var getEndomorphismMonoid = function() {
		return {
			concat: function(first, second) {
				return flow(first, second);
			},
			empty: identity
		};
	};
	exports.getEndomorphismMonoid = getEndomorphismMonoid;
	/** @internal */
	var dual = function(arity, body) {
		var isDataFirst = typeof arity === "number" ? function(args) {
			return args.length >= arity;
		} : arity;
		return function() {
			var args = Array.from(arguments);
			if (isDataFirst(arguments)) return body.apply(this, args);
			return function(self) {
				return body.apply(void 0, __spreadArray([self], args, false));
			};
		};
	};
	exports.dual = dual;
}));

// node_modules/fp-ts/lib/internal.js
var require_internal = /* @__PURE__ */ __commonJSMin(((exports, module, this$7) => {
	var __spreadArray = this$7 && this$7.__spreadArray || function(to, from, pack) {
		if (pack || arguments.length === 2) {
			for (var i = 0, l = from.length, ar; i < l; i++) if (ar || !(i in from)) {
				if (!ar) ar = Array.prototype.slice.call(from, 0, i);
				ar[i] = from[i];
			}
		}
		return to.concat(ar || Array.prototype.slice.call(from));
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.flatMapReader = exports.flatMapTask = exports.flatMapIO = exports.flatMapEither = exports.flatMapOption = exports.flatMapNullable = exports.liftOption = exports.liftNullable = exports.fromReadonlyNonEmptyArray = exports.has = exports.emptyRecord = exports.emptyReadonlyArray = exports.tail = exports.head = exports.isNonEmpty = exports.singleton = exports.right = exports.left = exports.isRight = exports.isLeft = exports.some = exports.none = exports.isSome = exports.isNone = void 0;
	var function_1 = require_function();
	/** @internal */
	var isNone = function(fa) {
		return fa._tag === "None";
	};
	exports.isNone = isNone;
	/** @internal */
	var isSome = function(fa) {
		return fa._tag === "Some";
	};
	exports.isSome = isSome;
	/** @internal */
	exports.none = { _tag: "None" };
	/** @internal */
	var some = function(a) {
		return {
			_tag: "Some",
			value: a
		};
	};
	exports.some = some;
	/** @internal */
	var isLeft = function(ma) {
		return ma._tag === "Left";
	};
	exports.isLeft = isLeft;
	/** @internal */
	var isRight = function(ma) {
		return ma._tag === "Right";
	};
	exports.isRight = isRight;
	/** @internal */
	var left = function(e) {
		return {
			_tag: "Left",
			left: e
		};
	};
	exports.left = left;
	/** @internal */
	var right = function(a) {
		return {
			_tag: "Right",
			right: a
		};
	};
	exports.right = right;
	/** @internal */
	var singleton = function(a) {
		return [a];
	};
	exports.singleton = singleton;
	/** @internal */
	var isNonEmpty = function(as) {
		return as.length > 0;
	};
	exports.isNonEmpty = isNonEmpty;
	/** @internal */
	var head = function(as) {
		return as[0];
	};
	exports.head = head;
	/** @internal */
	var tail = function(as) {
		return as.slice(1);
	};
	exports.tail = tail;
	/** @internal */
	exports.emptyReadonlyArray = [];
	/** @internal */
	exports.emptyRecord = {};
	/** @internal */
	exports.has = Object.prototype.hasOwnProperty;
	/** @internal */
	var fromReadonlyNonEmptyArray = function(as) {
		return __spreadArray([as[0]], as.slice(1), true);
	};
	exports.fromReadonlyNonEmptyArray = fromReadonlyNonEmptyArray;
	/** @internal */
	var liftNullable = function(F) {
		return function(f, onNullable) {
			return function() {
				var a = [];
				for (var _i = 0; _i < arguments.length; _i++) a[_i] = arguments[_i];
				var o = f.apply(void 0, a);
				return F.fromEither(o == null ? (0, exports.left)(onNullable.apply(void 0, a)) : (0, exports.right)(o));
			};
		};
	};
	exports.liftNullable = liftNullable;
	/** @internal */
	var liftOption = function(F) {
		return function(f, onNone) {
			return function() {
				var a = [];
				for (var _i = 0; _i < arguments.length; _i++) a[_i] = arguments[_i];
				var o = f.apply(void 0, a);
				return F.fromEither((0, exports.isNone)(o) ? (0, exports.left)(onNone.apply(void 0, a)) : (0, exports.right)(o.value));
			};
		};
	};
	exports.liftOption = liftOption;
	/** @internal */
	var flatMapNullable = function(F, M) {
		return /*#__PURE__*/ (0, function_1.dual)(3, function(self, f, onNullable) {
			return M.flatMap(self, (0, exports.liftNullable)(F)(f, onNullable));
		});
	};
	exports.flatMapNullable = flatMapNullable;
	/** @internal */
	var flatMapOption = function(F, M) {
		return /*#__PURE__*/ (0, function_1.dual)(3, function(self, f, onNone) {
			return M.flatMap(self, (0, exports.liftOption)(F)(f, onNone));
		});
	};
	exports.flatMapOption = flatMapOption;
	/** @internal */
	var flatMapEither = function(F, M) {
		return /*#__PURE__*/ (0, function_1.dual)(2, function(self, f) {
			return M.flatMap(self, function(a) {
				return F.fromEither(f(a));
			});
		});
	};
	exports.flatMapEither = flatMapEither;
	/** @internal */
	var flatMapIO = function(F, M) {
		return /*#__PURE__*/ (0, function_1.dual)(2, function(self, f) {
			return M.flatMap(self, function(a) {
				return F.fromIO(f(a));
			});
		});
	};
	exports.flatMapIO = flatMapIO;
	/** @internal */
	var flatMapTask = function(F, M) {
		return /*#__PURE__*/ (0, function_1.dual)(2, function(self, f) {
			return M.flatMap(self, function(a) {
				return F.fromTask(f(a));
			});
		});
	};
	exports.flatMapTask = flatMapTask;
	/** @internal */
	var flatMapReader = function(F, M) {
		return /*#__PURE__*/ (0, function_1.dual)(2, function(self, f) {
			return M.flatMap(self, function(a) {
				return F.fromReader(f(a));
			});
		});
	};
	exports.flatMapReader = flatMapReader;
}));

// node_modules/fp-ts/lib/Apply.js
var require_Apply = /* @__PURE__ */ __commonJSMin(((exports, module, this$6) => {
	var __createBinding = this$6 && this$6.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$6 && this$6.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$6 && this$6.__importStar || function(mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) {
			for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
		}
		__setModuleDefault(result, mod);
		return result;
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ap = ap;
	exports.apFirst = apFirst;
	exports.apSecond = apSecond;
	exports.apS = apS;
	exports.getApplySemigroup = getApplySemigroup;
	exports.sequenceT = sequenceT;
	exports.sequenceS = sequenceS;
	/**
	* The `Apply` class provides the `ap` which is used to apply a function to an argument under a type constructor.
	*
	* `Apply` can be used to lift functions of two or more arguments to work on values wrapped with the type constructor
	* `f`.
	*
	* Instances must satisfy the following law in addition to the `Functor` laws:
	*
	* 1. Associative composition: `F.ap(F.ap(F.map(fbc, bc => ab => a => bc(ab(a))), fab), fa) <-> F.ap(fbc, F.ap(fab, fa))`
	*
	* Formally, `Apply` represents a strong lax semi-monoidal endofunctor.
	*
	* @example
	* import * as O from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* const f = (a: string) => (b: number) => (c: boolean) => a + String(b) + String(c)
	* const fa: O.Option<string> = O.some('s')
	* const fb: O.Option<number> = O.some(1)
	* const fc: O.Option<boolean> = O.some(true)
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     // lift a function
	*     O.some(f),
	*     // apply the first argument
	*     O.ap(fa),
	*     // apply the second argument
	*     O.ap(fb),
	*     // apply the third argument
	*     O.ap(fc)
	*   ),
	*   O.some('s1true')
	* )
	*
	* @since 2.0.0
	*/
	var function_1 = require_function();
	var _ = __importStar(require_internal());
	function ap(F, G) {
		return function(fa) {
			return function(fab) {
				return F.ap(F.map(fab, function(gab) {
					return function(ga) {
						return G.ap(gab, ga);
					};
				}), fa);
			};
		};
	}
	function apFirst(A) {
		return function(second) {
			return function(first) {
				return A.ap(A.map(first, function(a) {
					return function() {
						return a;
					};
				}), second);
			};
		};
	}
	function apSecond(A) {
		return function(second) {
			return function(first) {
				return A.ap(A.map(first, function() {
					return function(b) {
						return b;
					};
				}), second);
			};
		};
	}
	function apS(F) {
		return function(name, fb) {
			return function(fa) {
				return F.ap(F.map(fa, function(a) {
					return function(b) {
						var _a;
						return Object.assign({}, a, (_a = {}, _a[name] = b, _a));
					};
				}), fb);
			};
		};
	}
	function getApplySemigroup(F) {
		return function(S) {
			return { concat: function(first, second) {
				return F.ap(F.map(first, function(x) {
					return function(y) {
						return S.concat(x, y);
					};
				}), second);
			} };
		};
	}
	function curried(f, n, acc) {
		return function(x) {
			var combined = Array(acc.length + 1);
			for (var i = 0; i < acc.length; i++) combined[i] = acc[i];
			combined[acc.length] = x;
			return n === 0 ? f.apply(null, combined) : curried(f, n - 1, combined);
		};
	}
	var tupleConstructors = {
		1: function(a) {
			return [a];
		},
		2: function(a) {
			return function(b) {
				return [a, b];
			};
		},
		3: function(a) {
			return function(b) {
				return function(c) {
					return [
						a,
						b,
						c
					];
				};
			};
		},
		4: function(a) {
			return function(b) {
				return function(c) {
					return function(d) {
						return [
							a,
							b,
							c,
							d
						];
					};
				};
			};
		},
		5: function(a) {
			return function(b) {
				return function(c) {
					return function(d) {
						return function(e) {
							return [
								a,
								b,
								c,
								d,
								e
							];
						};
					};
				};
			};
		}
	};
	function getTupleConstructor(len) {
		if (!_.has.call(tupleConstructors, len)) tupleConstructors[len] = curried(function_1.tuple, len - 1, []);
		return tupleConstructors[len];
	}
	function sequenceT(F) {
		return function() {
			var args = [];
			for (var _i = 0; _i < arguments.length; _i++) args[_i] = arguments[_i];
			var len = args.length;
			var f = getTupleConstructor(len);
			var fas = F.map(args[0], f);
			for (var i = 1; i < len; i++) fas = F.ap(fas, args[i]);
			return fas;
		};
	}
	function getRecordConstructor(keys) {
		var len = keys.length;
		switch (len) {
			case 1: return function(a) {
				var _a = {};
				return _a[keys[0]] = a, _a;
			};
			case 2: return function(a) {
				return function(b) {
					var _a = {};
					return _a[keys[0]] = a, _a[keys[1]] = b, _a;
				};
			};
			case 3: return function(a) {
				return function(b) {
					return function(c) {
						var _a = {};
						return _a[keys[0]] = a, _a[keys[1]] = b, _a[keys[2]] = c, _a;
					};
				};
			};
			case 4: return function(a) {
				return function(b) {
					return function(c) {
						return function(d) {
							var _a = {};
							return _a[keys[0]] = a, _a[keys[1]] = b, _a[keys[2]] = c, _a[keys[3]] = d, _a;
						};
					};
				};
			};
			case 5: return function(a) {
				return function(b) {
					return function(c) {
						return function(d) {
							return function(e) {
								var _a = {};
								return _a[keys[0]] = a, _a[keys[1]] = b, _a[keys[2]] = c, _a[keys[3]] = d, _a[keys[4]] = e, _a;
							};
						};
					};
				};
			};
			default: return curried(function() {
				var args = [];
				for (var _i = 0; _i < arguments.length; _i++) args[_i] = arguments[_i];
				var r = {};
				for (var i = 0; i < len; i++) r[keys[i]] = args[i];
				return r;
			}, len - 1, []);
		}
	}
	function sequenceS(F) {
		return function(r) {
			var keys = Object.keys(r);
			var len = keys.length;
			var f = getRecordConstructor(keys);
			var fr = F.map(r[keys[0]], f);
			for (var i = 1; i < len; i++) fr = F.ap(fr, r[keys[i]]);
			return fr;
		};
	}
}));

// node_modules/fp-ts/lib/Functor.js
var require_Functor = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.map = map;
	exports.flap = flap;
	exports.bindTo = bindTo;
	exports.let = let_;
	exports.getFunctorComposition = getFunctorComposition;
	exports.as = as;
	exports.asUnit = asUnit;
	/**
	* A `Functor` is a type constructor which supports a mapping operation `map`.
	*
	* `map` can be used to turn functions `a -> b` into functions `f a -> f b` whose argument and return types use the type
	* constructor `f` to represent some computational context.
	*
	* Instances must satisfy the following laws:
	*
	* 1. Identity: `F.map(fa, a => a) <-> fa`
	* 2. Composition: `F.map(fa, a => bc(ab(a))) <-> F.map(F.map(fa, ab), bc)`
	*
	* @since 2.0.0
	*/
	var function_1 = require_function();
	function map(F, G) {
		return function(f) {
			return function(fa) {
				return F.map(fa, function(ga) {
					return G.map(ga, f);
				});
			};
		};
	}
	function flap(F) {
		return function(a) {
			return function(fab) {
				return F.map(fab, function(f) {
					return f(a);
				});
			};
		};
	}
	function bindTo(F) {
		return function(name) {
			return function(fa) {
				return F.map(fa, function(a) {
					var _a = {};
					return _a[name] = a, _a;
				});
			};
		};
	}
	function let_(F) {
		return function(name, f) {
			return function(fa) {
				return F.map(fa, function(a) {
					var _a;
					return Object.assign({}, a, (_a = {}, _a[name] = f(a), _a));
				});
			};
		};
	}
	/** @deprecated */
	function getFunctorComposition(F, G) {
		var _map = map(F, G);
		return { map: function(fga, f) {
			return (0, function_1.pipe)(fga, _map(f));
		} };
	}
	/** @internal */
	function as(F) {
		return function(self, b) {
			return F.map(self, function() {
				return b;
			});
		};
	}
	/** @internal */
	function asUnit(F) {
		var asM = as(F);
		return function(self) {
			return asM(self, void 0);
		};
	}
}));

// node_modules/fp-ts/lib/Applicative.js
var require_Applicative = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getApplicativeMonoid = getApplicativeMonoid;
	exports.getApplicativeComposition = getApplicativeComposition;
	/**
	* The `Applicative` type class extends the `Apply` type class with a `of` function, which can be used to create values
	* of type `f a` from values of type `a`.
	*
	* Where `Apply` provides the ability to lift functions of two or more arguments to functions whose arguments are
	* wrapped using `f`, and `Functor` provides the ability to lift functions of one argument, `pure` can be seen as the
	* function which lifts functions of _zero_ arguments. That is, `Applicative` functors support a lifting operation for
	* any number of function arguments.
	*
	* Instances must satisfy the following laws in addition to the `Apply` laws:
	*
	* 1. Identity: `A.ap(A.of(a => a), fa) <-> fa`
	* 2. Homomorphism: `A.ap(A.of(ab), A.of(a)) <-> A.of(ab(a))`
	* 3. Interchange: `A.ap(fab, A.of(a)) <-> A.ap(A.of(ab => ab(a)), fab)`
	*
	* Note. `Functor`'s `map` can be derived: `A.map(x, f) = A.ap(A.of(f), x)`
	*
	* @since 2.0.0
	*/
	var Apply_1 = require_Apply();
	var function_1 = require_function();
	var Functor_1 = require_Functor();
	function getApplicativeMonoid(F) {
		var f = (0, Apply_1.getApplySemigroup)(F);
		return function(M) {
			return {
				concat: f(M).concat,
				empty: F.of(M.empty)
			};
		};
	}
	/** @deprecated */
	function getApplicativeComposition(F, G) {
		var map = (0, Functor_1.getFunctorComposition)(F, G).map;
		var _ap = (0, Apply_1.ap)(F, G);
		return {
			map,
			of: function(a) {
				return F.of(G.of(a));
			},
			ap: function(fgab, fga) {
				return (0, function_1.pipe)(fgab, _ap(fga));
			}
		};
	}
}));

// node_modules/fp-ts/lib/Chain.js
var require_Chain = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.chainFirst = chainFirst;
	exports.tap = tap;
	exports.bind = bind;
	function chainFirst(M) {
		var tapM = tap(M);
		return function(f) {
			return function(first) {
				return tapM(first, f);
			};
		};
	}
	/** @internal */
	function tap(M) {
		return function(first, f) {
			return M.chain(first, function(a) {
				return M.map(f(a), function() {
					return a;
				});
			});
		};
	}
	function bind(M) {
		return function(name, f) {
			return function(ma) {
				return M.chain(ma, function(a) {
					return M.map(f(a), function(b) {
						var _a;
						return Object.assign({}, a, (_a = {}, _a[name] = b, _a));
					});
				});
			};
		};
	}
}));

// node_modules/fp-ts/lib/FromEither.js
var require_FromEither = /* @__PURE__ */ __commonJSMin(((exports, module, this$5) => {
	/**
	* The `FromEither` type class represents those data types which support errors.
	*
	* @since 2.10.0
	*/
	var __createBinding = this$5 && this$5.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$5 && this$5.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$5 && this$5.__importStar || function(mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) {
			for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
		}
		__setModuleDefault(result, mod);
		return result;
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fromOption = fromOption;
	exports.fromPredicate = fromPredicate;
	exports.fromOptionK = fromOptionK;
	exports.chainOptionK = chainOptionK;
	exports.fromEitherK = fromEitherK;
	exports.chainEitherK = chainEitherK;
	exports.chainFirstEitherK = chainFirstEitherK;
	exports.filterOrElse = filterOrElse;
	exports.tapEither = tapEither;
	var Chain_1 = require_Chain();
	var function_1 = require_function();
	var _ = __importStar(require_internal());
	function fromOption(F) {
		return function(onNone) {
			return function(ma) {
				return F.fromEither(_.isNone(ma) ? _.left(onNone()) : _.right(ma.value));
			};
		};
	}
	function fromPredicate(F) {
		return function(predicate, onFalse) {
			return function(a) {
				return F.fromEither(predicate(a) ? _.right(a) : _.left(onFalse(a)));
			};
		};
	}
	function fromOptionK(F) {
		var fromOptionF = fromOption(F);
		return function(onNone) {
			var from = fromOptionF(onNone);
			return function(f) {
				return (0, function_1.flow)(f, from);
			};
		};
	}
	function chainOptionK(F, M) {
		var fromOptionKF = fromOptionK(F);
		return function(onNone) {
			var from = fromOptionKF(onNone);
			return function(f) {
				return function(ma) {
					return M.chain(ma, from(f));
				};
			};
		};
	}
	function fromEitherK(F) {
		return function(f) {
			return (0, function_1.flow)(f, F.fromEither);
		};
	}
	function chainEitherK(F, M) {
		var fromEitherKF = fromEitherK(F);
		return function(f) {
			return function(ma) {
				return M.chain(ma, fromEitherKF(f));
			};
		};
	}
	function chainFirstEitherK(F, M) {
		var tapEitherM = tapEither(F, M);
		return function(f) {
			return function(ma) {
				return tapEitherM(ma, f);
			};
		};
	}
	function filterOrElse(F, M) {
		return function(predicate, onFalse) {
			return function(ma) {
				return M.chain(ma, function(a) {
					return F.fromEither(predicate(a) ? _.right(a) : _.left(onFalse(a)));
				});
			};
		};
	}
	/** @internal */
	function tapEither(F, M) {
		var fromEither = fromEitherK(F);
		var tapM = (0, Chain_1.tap)(M);
		return function(self, f) {
			return tapM(self, fromEither(f));
		};
	}
}));

// node_modules/fp-ts/lib/Predicate.js
var require_Predicate = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.and = exports.or = exports.not = exports.Contravariant = exports.getMonoidAll = exports.getSemigroupAll = exports.getMonoidAny = exports.getSemigroupAny = exports.URI = exports.contramap = void 0;
	var function_1 = require_function();
	var contramap_ = function(predicate, f) {
		return (0, function_1.pipe)(predicate, (0, exports.contramap)(f));
	};
	/**
	* @since 2.11.0
	*/
	var contramap = function(f) {
		return function(predicate) {
			return (0, function_1.flow)(f, predicate);
		};
	};
	exports.contramap = contramap;
	/**
	* @category type lambdas
	* @since 2.11.0
	*/
	exports.URI = "Predicate";
	/**
	* @category instances
	* @since 2.11.0
	*/
	var getSemigroupAny = function() {
		return { concat: function(first, second) {
			return (0, function_1.pipe)(first, (0, exports.or)(second));
		} };
	};
	exports.getSemigroupAny = getSemigroupAny;
	/**
	* @category instances
	* @since 2.11.0
	*/
	var getMonoidAny = function() {
		return {
			concat: (0, exports.getSemigroupAny)().concat,
			empty: function_1.constFalse
		};
	};
	exports.getMonoidAny = getMonoidAny;
	/**
	* @category instances
	* @since 2.11.0
	*/
	var getSemigroupAll = function() {
		return { concat: function(first, second) {
			return (0, function_1.pipe)(first, (0, exports.and)(second));
		} };
	};
	exports.getSemigroupAll = getSemigroupAll;
	/**
	* @category instances
	* @since 2.11.0
	*/
	var getMonoidAll = function() {
		return {
			concat: (0, exports.getSemigroupAll)().concat,
			empty: function_1.constTrue
		};
	};
	exports.getMonoidAll = getMonoidAll;
	/**
	* @category instances
	* @since 2.11.0
	*/
	exports.Contravariant = {
		URI: exports.URI,
		contramap: contramap_
	};
	/**
	* @since 2.11.0
	*/
	var not = function(predicate) {
		return function(a) {
			return !predicate(a);
		};
	};
	exports.not = not;
	/**
	* @since 2.11.0
	*/
	var or = function(second) {
		return function(first) {
			return function(a) {
				return first(a) || second(a);
			};
		};
	};
	exports.or = or;
	/**
	* @since 2.11.0
	*/
	var and = function(second) {
		return function(first) {
			return function(a) {
				return first(a) && second(a);
			};
		};
	};
	exports.and = and;
}));

// node_modules/fp-ts/lib/Magma.js
var require_Magma = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* A `Magma` is a pair `(A, concat)` in which `A` is a non-empty set and `concat` is a binary operation on `A`
	*
	* See [Semigroup](https://gcanti.github.io/fp-ts/modules/Semigroup.ts.html) for some instances.
	*
	* @since 2.0.0
	*/
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.concatAll = exports.endo = exports.filterSecond = exports.filterFirst = exports.reverse = void 0;
	/**
	* The dual of a `Magma`, obtained by swapping the arguments of `concat`.
	*
	* @example
	* import { reverse, concatAll } from 'fp-ts/Magma'
	* import * as N from 'fp-ts/number'
	*
	* const subAll = concatAll(reverse(N.MagmaSub))(0)
	*
	* assert.deepStrictEqual(subAll([1, 2, 3]), 2)
	*
	* @since 2.11.0
	*/
	var reverse = function(M) {
		return { concat: function(first, second) {
			return M.concat(second, first);
		} };
	};
	exports.reverse = reverse;
	/**
	* @since 2.11.0
	*/
	var filterFirst = function(predicate) {
		return function(M) {
			return { concat: function(first, second) {
				return predicate(first) ? M.concat(first, second) : second;
			} };
		};
	};
	exports.filterFirst = filterFirst;
	/**
	* @since 2.11.0
	*/
	var filterSecond = function(predicate) {
		return function(M) {
			return { concat: function(first, second) {
				return predicate(second) ? M.concat(first, second) : first;
			} };
		};
	};
	exports.filterSecond = filterSecond;
	/**
	* @since 2.11.0
	*/
	var endo = function(f) {
		return function(M) {
			return { concat: function(first, second) {
				return M.concat(f(first), f(second));
			} };
		};
	};
	exports.endo = endo;
	/**
	* Given a sequence of `as`, concat them and return the total.
	*
	* If `as` is empty, return the provided `startWith` value.
	*
	* @example
	* import { concatAll } from 'fp-ts/Magma'
	* import * as N from 'fp-ts/number'
	*
	* const subAll = concatAll(N.MagmaSub)(0)
	*
	* assert.deepStrictEqual(subAll([1, 2, 3]), -6)
	*
	* @since 2.11.0
	*/
	var concatAll = function(M) {
		return function(startWith) {
			return function(as) {
				return as.reduce(function(a, acc) {
					return M.concat(a, acc);
				}, startWith);
			};
		};
	};
	exports.concatAll = concatAll;
}));

// node_modules/fp-ts/lib/Eq.js
var require_Eq = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.eqDate = exports.eqNumber = exports.eqString = exports.eqBoolean = exports.eq = exports.strictEqual = exports.getStructEq = exports.getTupleEq = exports.Contravariant = exports.getMonoid = exports.getSemigroup = exports.eqStrict = exports.URI = exports.contramap = exports.tuple = exports.struct = exports.fromEquals = void 0;
	var function_1 = require_function();
	/**
	* @category constructors
	* @since 2.0.0
	*/
	var fromEquals = function(equals) {
		return { equals: function(x, y) {
			return x === y || equals(x, y);
		} };
	};
	exports.fromEquals = fromEquals;
	/**
	* @since 2.10.0
	*/
	var struct = function(eqs) {
		return (0, exports.fromEquals)(function(first, second) {
			for (var key in eqs) if (!eqs[key].equals(first[key], second[key])) return false;
			return true;
		});
	};
	exports.struct = struct;
	/**
	* Given a tuple of `Eq`s returns a `Eq` for the tuple
	*
	* @example
	* import { tuple } from 'fp-ts/Eq'
	* import * as S from 'fp-ts/string'
	* import * as N from 'fp-ts/number'
	* import * as B from 'fp-ts/boolean'
	*
	* const E = tuple(S.Eq, N.Eq, B.Eq)
	* assert.strictEqual(E.equals(['a', 1, true], ['a', 1, true]), true)
	* assert.strictEqual(E.equals(['a', 1, true], ['b', 1, true]), false)
	* assert.strictEqual(E.equals(['a', 1, true], ['a', 2, true]), false)
	* assert.strictEqual(E.equals(['a', 1, true], ['a', 1, false]), false)
	*
	* @since 2.10.0
	*/
	var tuple = function() {
		var eqs = [];
		for (var _i = 0; _i < arguments.length; _i++) eqs[_i] = arguments[_i];
		return (0, exports.fromEquals)(function(first, second) {
			return eqs.every(function(E, i) {
				return E.equals(first[i], second[i]);
			});
		});
	};
	exports.tuple = tuple;
	/* istanbul ignore next */
	var contramap_ = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.contramap)(f));
	};
	/**
	* A typical use case for `contramap` would be like, given some `User` type, to construct an `Eq<User>`.
	*
	* We can do so with a function from `User -> X` where `X` is some value that we know how to compare
	* for equality (meaning we have an `Eq<X>`)
	*
	* For example, given the following `User` type, we want to construct an `Eq<User>` that just looks at the `key` field
	* for each user (since it's known to be unique).
	*
	* If we have a way of comparing `UUID`s for equality (`eqUUID: Eq<UUID>`) and we know how to go from `User -> UUID`,
	* using `contramap` we can do this
	*
	* @example
	* import { contramap, Eq } from 'fp-ts/Eq'
	* import { pipe } from 'fp-ts/function'
	* import * as S from 'fp-ts/string'
	*
	* type UUID = string
	*
	* interface User {
	*   readonly key: UUID
	*   readonly firstName: string
	*   readonly lastName: string
	* }
	*
	* const eqUUID: Eq<UUID> = S.Eq
	*
	* const eqUserByKey: Eq<User> = pipe(
	*   eqUUID,
	*   contramap((user) => user.key)
	* )
	*
	* assert.deepStrictEqual(
	*   eqUserByKey.equals(
	*     { key: 'k1', firstName: 'a1', lastName: 'b1' },
	*     { key: 'k2', firstName: 'a1', lastName: 'b1' }
	*   ),
	*   false
	* )
	* assert.deepStrictEqual(
	*   eqUserByKey.equals(
	*     { key: 'k1', firstName: 'a1', lastName: 'b1' },
	*     { key: 'k1', firstName: 'a2', lastName: 'b1' }
	*   ),
	*   true
	* )
	*
	* @since 2.0.0
	*/
	var contramap = function(f) {
		return function(fa) {
			return (0, exports.fromEquals)(function(x, y) {
				return fa.equals(f(x), f(y));
			});
		};
	};
	exports.contramap = contramap;
	/**
	* @category type lambdas
	* @since 2.0.0
	*/
	exports.URI = "Eq";
	/**
	* @category instances
	* @since 2.5.0
	*/
	exports.eqStrict = { equals: function(a, b) {
		return a === b;
	} };
	var empty = { equals: function() {
		return true;
	} };
	/**
	* @category instances
	* @since 2.10.0
	*/
	var getSemigroup = function() {
		return { concat: function(x, y) {
			return (0, exports.fromEquals)(function(a, b) {
				return x.equals(a, b) && y.equals(a, b);
			});
		} };
	};
	exports.getSemigroup = getSemigroup;
	/**
	* @category instances
	* @since 2.6.0
	*/
	var getMonoid = function() {
		return {
			concat: (0, exports.getSemigroup)().concat,
			empty
		};
	};
	exports.getMonoid = getMonoid;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Contravariant = {
		URI: exports.URI,
		contramap: contramap_
	};
	/**
	* Use [`tuple`](#tuple) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getTupleEq = exports.tuple;
	/**
	* Use [`struct`](#struct) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getStructEq = exports.struct;
	/**
	* Use [`eqStrict`](#eqstrict) instead
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.strictEqual = exports.eqStrict.equals;
	/**
	* This instance is deprecated, use small, specific instances instead.
	* For example if a function needs a `Contravariant` instance, pass `E.Contravariant` instead of `E.eq`
	* (where `E` is from `import E from 'fp-ts/Eq'`)
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.eq = exports.Contravariant;
	/**
	* Use [`Eq`](./boolean.ts.html#eq) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.eqBoolean = exports.eqStrict;
	/**
	* Use [`Eq`](./string.ts.html#eq) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.eqString = exports.eqStrict;
	/**
	* Use [`Eq`](./number.ts.html#eq) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.eqNumber = exports.eqStrict;
	/**
	* Use [`Eq`](./Date.ts.html#eq) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.eqDate = { equals: function(first, second) {
		return first.valueOf() === second.valueOf();
	} };
}));

// node_modules/fp-ts/lib/Ord.js
var require_Ord = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ordDate = exports.ordNumber = exports.ordString = exports.ordBoolean = exports.ord = exports.getDualOrd = exports.getTupleOrd = exports.between = exports.clamp = exports.max = exports.min = exports.geq = exports.leq = exports.gt = exports.lt = exports.equals = exports.trivial = exports.Contravariant = exports.getMonoid = exports.getSemigroup = exports.URI = exports.contramap = exports.reverse = exports.tuple = exports.fromCompare = exports.equalsDefault = void 0;
	var Eq_1 = require_Eq();
	var function_1 = require_function();
	/**
	* @category defaults
	* @since 2.10.0
	*/
	var equalsDefault = function(compare) {
		return function(first, second) {
			return first === second || compare(first, second) === 0;
		};
	};
	exports.equalsDefault = equalsDefault;
	/**
	* @category constructors
	* @since 2.0.0
	*/
	var fromCompare = function(compare) {
		return {
			equals: (0, exports.equalsDefault)(compare),
			compare: function(first, second) {
				return first === second ? 0 : compare(first, second);
			}
		};
	};
	exports.fromCompare = fromCompare;
	/**
	* Given a tuple of `Ord`s returns an `Ord` for the tuple.
	*
	* @example
	* import { tuple } from 'fp-ts/Ord'
	* import * as B from 'fp-ts/boolean'
	* import * as S from 'fp-ts/string'
	* import * as N from 'fp-ts/number'
	*
	* const O = tuple(S.Ord, N.Ord, B.Ord)
	* assert.strictEqual(O.compare(['a', 1, true], ['b', 2, true]), -1)
	* assert.strictEqual(O.compare(['a', 1, true], ['a', 2, true]), -1)
	* assert.strictEqual(O.compare(['a', 1, true], ['a', 1, false]), 1)
	*
	* @since 2.10.0
	*/
	var tuple = function() {
		var ords = [];
		for (var _i = 0; _i < arguments.length; _i++) ords[_i] = arguments[_i];
		return (0, exports.fromCompare)(function(first, second) {
			var i = 0;
			for (; i < ords.length - 1; i++) {
				var r = ords[i].compare(first[i], second[i]);
				if (r !== 0) return r;
			}
			return ords[i].compare(first[i], second[i]);
		});
	};
	exports.tuple = tuple;
	/**
	* @since 2.10.0
	*/
	var reverse = function(O) {
		return (0, exports.fromCompare)(function(first, second) {
			return O.compare(second, first);
		});
	};
	exports.reverse = reverse;
	/* istanbul ignore next */
	var contramap_ = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.contramap)(f));
	};
	/**
	* A typical use case for `contramap` would be like, given some `User` type, to construct an `Ord<User>`.
	*
	* We can do so with a function from `User -> X` where `X` is some value that we know how to compare
	* for ordering (meaning we have an `Ord<X>`)
	*
	* For example, given the following `User` type, there are lots of possible choices for `X`,
	* but let's say we want to sort a list of users by `lastName`.
	*
	* If we have a way of comparing `lastName`s for ordering (`ordLastName: Ord<string>`) and we know how to go from `User -> string`,
	* using `contramap` we can do this
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import { contramap, Ord } from 'fp-ts/Ord'
	* import * as RA from 'fp-ts/ReadonlyArray'
	* import * as S from 'fp-ts/string'
	*
	* interface User {
	*   readonly firstName: string
	*   readonly lastName: string
	* }
	*
	* const ordLastName: Ord<string> = S.Ord
	*
	* const ordByLastName: Ord<User> = pipe(
	*   ordLastName,
	*   contramap((user) => user.lastName)
	* )
	*
	* assert.deepStrictEqual(
	*   RA.sort(ordByLastName)([
	*     { firstName: 'a', lastName: 'd' },
	*     { firstName: 'c', lastName: 'b' }
	*   ]),
	*   [
	*     { firstName: 'c', lastName: 'b' },
	*     { firstName: 'a', lastName: 'd' }
	*   ]
	* )
	*
	* @since 2.0.0
	*/
	var contramap = function(f) {
		return function(fa) {
			return (0, exports.fromCompare)(function(first, second) {
				return fa.compare(f(first), f(second));
			});
		};
	};
	exports.contramap = contramap;
	/**
	* @category type lambdas
	* @since 2.0.0
	*/
	exports.URI = "Ord";
	/**
	* A typical use case for the `Semigroup` instance of `Ord` is merging two or more orderings.
	*
	* For example the following snippet builds an `Ord` for a type `User` which
	* sorts by `created` date descending, and **then** `lastName`
	*
	* @example
	* import * as D from 'fp-ts/Date'
	* import { pipe } from 'fp-ts/function'
	* import { contramap, getSemigroup, Ord, reverse } from 'fp-ts/Ord'
	* import * as RA from 'fp-ts/ReadonlyArray'
	* import * as S from 'fp-ts/string'
	*
	* interface User {
	*   readonly id: string
	*   readonly lastName: string
	*   readonly created: Date
	* }
	*
	* const ordByLastName: Ord<User> = pipe(
	*   S.Ord,
	*   contramap((user) => user.lastName)
	* )
	*
	* const ordByCreated: Ord<User> = pipe(
	*   D.Ord,
	*   contramap((user) => user.created)
	* )
	*
	* const ordUserByCreatedDescThenLastName = getSemigroup<User>().concat(
	*   reverse(ordByCreated),
	*   ordByLastName
	* )
	*
	* assert.deepStrictEqual(
	*   RA.sort(ordUserByCreatedDescThenLastName)([
	*     { id: 'c', lastName: 'd', created: new Date(1973, 10, 30) },
	*     { id: 'a', lastName: 'b', created: new Date(1973, 10, 30) },
	*     { id: 'e', lastName: 'f', created: new Date(1980, 10, 30) }
	*   ]),
	*   [
	*     { id: 'e', lastName: 'f', created: new Date(1980, 10, 30) },
	*     { id: 'a', lastName: 'b', created: new Date(1973, 10, 30) },
	*     { id: 'c', lastName: 'd', created: new Date(1973, 10, 30) }
	*   ]
	* )
	*
	* @category instances
	* @since 2.0.0
	*/
	var getSemigroup = function() {
		return { concat: function(first, second) {
			return (0, exports.fromCompare)(function(a, b) {
				var ox = first.compare(a, b);
				return ox !== 0 ? ox : second.compare(a, b);
			});
		} };
	};
	exports.getSemigroup = getSemigroup;
	/**
	* Returns a `Monoid` such that:
	*
	* - its `concat(ord1, ord2)` operation will order first by `ord1`, and then by `ord2`
	* - its `empty` value is an `Ord` that always considers compared elements equal
	*
	* @example
	* import { sort } from 'fp-ts/Array'
	* import { contramap, reverse, getMonoid } from 'fp-ts/Ord'
	* import * as S from 'fp-ts/string'
	* import * as B from 'fp-ts/boolean'
	* import { pipe } from 'fp-ts/function'
	* import { concatAll } from 'fp-ts/Monoid'
	* import * as N from 'fp-ts/number'
	*
	* interface User {
	*   readonly id: number
	*   readonly name: string
	*   readonly age: number
	*   readonly rememberMe: boolean
	* }
	*
	* const byName = pipe(
	*   S.Ord,
	*   contramap((p: User) => p.name)
	* )
	*
	* const byAge = pipe(
	*   N.Ord,
	*   contramap((p: User) => p.age)
	* )
	*
	* const byRememberMe = pipe(
	*   B.Ord,
	*   contramap((p: User) => p.rememberMe)
	* )
	*
	* const M = getMonoid<User>()
	*
	* const users: Array<User> = [
	*   { id: 1, name: 'Guido', age: 47, rememberMe: false },
	*   { id: 2, name: 'Guido', age: 46, rememberMe: true },
	*   { id: 3, name: 'Giulio', age: 44, rememberMe: false },
	*   { id: 4, name: 'Giulio', age: 44, rememberMe: true }
	* ]
	*
	* // sort by name, then by age, then by `rememberMe`
	* const O1 = concatAll(M)([byName, byAge, byRememberMe])
	* assert.deepStrictEqual(sort(O1)(users), [
	*   { id: 3, name: 'Giulio', age: 44, rememberMe: false },
	*   { id: 4, name: 'Giulio', age: 44, rememberMe: true },
	*   { id: 2, name: 'Guido', age: 46, rememberMe: true },
	*   { id: 1, name: 'Guido', age: 47, rememberMe: false }
	* ])
	*
	* // now `rememberMe = true` first, then by name, then by age
	* const O2 = concatAll(M)([reverse(byRememberMe), byName, byAge])
	* assert.deepStrictEqual(sort(O2)(users), [
	*   { id: 4, name: 'Giulio', age: 44, rememberMe: true },
	*   { id: 2, name: 'Guido', age: 46, rememberMe: true },
	*   { id: 3, name: 'Giulio', age: 44, rememberMe: false },
	*   { id: 1, name: 'Guido', age: 47, rememberMe: false }
	* ])
	*
	* @category instances
	* @since 2.4.0
	*/
	var getMonoid = function() {
		return {
			concat: (0, exports.getSemigroup)().concat,
			empty: (0, exports.fromCompare)(function() {
				return 0;
			})
		};
	};
	exports.getMonoid = getMonoid;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Contravariant = {
		URI: exports.URI,
		contramap: contramap_
	};
	/**
	* @since 2.11.0
	*/
	exports.trivial = {
		equals: function_1.constTrue,
		compare: /*#__PURE__*/ (0, function_1.constant)(0)
	};
	/**
	* @since 2.11.0
	*/
	var equals = function(O) {
		return function(second) {
			return function(first) {
				return first === second || O.compare(first, second) === 0;
			};
		};
	};
	exports.equals = equals;
	/**
	* Test whether one value is _strictly less than_ another
	*
	* @since 2.0.0
	*/
	var lt = function(O) {
		return function(first, second) {
			return O.compare(first, second) === -1;
		};
	};
	exports.lt = lt;
	/**
	* Test whether one value is _strictly greater than_ another
	*
	* @since 2.0.0
	*/
	var gt = function(O) {
		return function(first, second) {
			return O.compare(first, second) === 1;
		};
	};
	exports.gt = gt;
	/**
	* Test whether one value is _non-strictly less than_ another
	*
	* @since 2.0.0
	*/
	var leq = function(O) {
		return function(first, second) {
			return O.compare(first, second) !== 1;
		};
	};
	exports.leq = leq;
	/**
	* Test whether one value is _non-strictly greater than_ another
	*
	* @since 2.0.0
	*/
	var geq = function(O) {
		return function(first, second) {
			return O.compare(first, second) !== -1;
		};
	};
	exports.geq = geq;
	/**
	* Take the minimum of two values. If they are considered equal, the first argument is chosen
	*
	* @since 2.0.0
	*/
	var min = function(O) {
		return function(first, second) {
			return first === second || O.compare(first, second) < 1 ? first : second;
		};
	};
	exports.min = min;
	/**
	* Take the maximum of two values. If they are considered equal, the first argument is chosen
	*
	* @since 2.0.0
	*/
	var max = function(O) {
		return function(first, second) {
			return first === second || O.compare(first, second) > -1 ? first : second;
		};
	};
	exports.max = max;
	/**
	* Clamp a value between a minimum and a maximum
	*
	* @since 2.0.0
	*/
	var clamp = function(O) {
		var minO = (0, exports.min)(O);
		var maxO = (0, exports.max)(O);
		return function(low, hi) {
			return function(a) {
				return maxO(minO(a, hi), low);
			};
		};
	};
	exports.clamp = clamp;
	/**
	* Test whether a value is between a minimum and a maximum (inclusive)
	*
	* @since 2.0.0
	*/
	var between = function(O) {
		var ltO = (0, exports.lt)(O);
		var gtO = (0, exports.gt)(O);
		return function(low, hi) {
			return function(a) {
				return ltO(a, low) || gtO(a, hi) ? false : true;
			};
		};
	};
	exports.between = between;
	/**
	* Use [`tuple`](#tuple) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getTupleOrd = exports.tuple;
	/**
	* Use [`reverse`](#reverse) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getDualOrd = exports.reverse;
	/**
	* Use [`Contravariant`](#contravariant) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.ord = exports.Contravariant;
	function compare(first, second) {
		return first < second ? -1 : first > second ? 1 : 0;
	}
	var strictOrd = {
		equals: Eq_1.eqStrict.equals,
		compare
	};
	/**
	* Use [`Ord`](./boolean.ts.html#ord) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.ordBoolean = strictOrd;
	/**
	* Use [`Ord`](./string.ts.html#ord) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.ordString = strictOrd;
	/**
	* Use [`Ord`](./number.ts.html#ord) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.ordNumber = strictOrd;
	/**
	* Use [`Ord`](./Date.ts.html#ord) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.ordDate = (0, function_1.pipe)(exports.ordNumber, /*#__PURE__*/ (0, exports.contramap)(function(date) {
		return date.valueOf();
	}));
}));

// node_modules/fp-ts/lib/Semigroup.js
var require_Semigroup = /* @__PURE__ */ __commonJSMin(((exports, module, this$4) => {
	var __createBinding = this$4 && this$4.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$4 && this$4.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$4 && this$4.__importStar || function(mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) {
			for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
		}
		__setModuleDefault(result, mod);
		return result;
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.semigroupProduct = exports.semigroupSum = exports.semigroupString = exports.getFunctionSemigroup = exports.semigroupAny = exports.semigroupAll = exports.getIntercalateSemigroup = exports.getMeetSemigroup = exports.getJoinSemigroup = exports.getDualSemigroup = exports.getStructSemigroup = exports.getTupleSemigroup = exports.getFirstSemigroup = exports.getLastSemigroup = exports.getObjectSemigroup = exports.semigroupVoid = exports.concatAll = exports.last = exports.first = exports.intercalate = exports.tuple = exports.struct = exports.reverse = exports.constant = exports.max = exports.min = void 0;
	exports.fold = fold;
	/**
	* If a type `A` can form a `Semigroup` it has an **associative** binary operation.
	*
	* ```ts
	* interface Semigroup<A> {
	*   readonly concat: (x: A, y: A) => A
	* }
	* ```
	*
	* Associativity means the following equality must hold for any choice of `x`, `y`, and `z`.
	*
	* ```ts
	* concat(x, concat(y, z)) = concat(concat(x, y), z)
	* ```
	*
	* A common example of a semigroup is the type `string` with the operation `+`.
	*
	* ```ts
	* import { Semigroup } from 'fp-ts/Semigroup'
	*
	* const semigroupString: Semigroup<string> = {
	*   concat: (x, y) => x + y
	* }
	*
	* const x = 'x'
	* const y = 'y'
	* const z = 'z'
	*
	* semigroupString.concat(x, y) // 'xy'
	*
	* semigroupString.concat(x, semigroupString.concat(y, z)) // 'xyz'
	*
	* semigroupString.concat(semigroupString.concat(x, y), z) // 'xyz'
	* ```
	*
	* *Adapted from https://typelevel.org/cats*
	*
	* @since 2.0.0
	*/
	var function_1 = require_function();
	var _ = __importStar(require_internal());
	var M = __importStar(require_Magma());
	var Or = __importStar(require_Ord());
	/**
	* Get a semigroup where `concat` will return the minimum, based on the provided order.
	*
	* @example
	* import * as N from 'fp-ts/number'
	* import * as S from 'fp-ts/Semigroup'
	*
	* const S1 = S.min(N.Ord)
	*
	* assert.deepStrictEqual(S1.concat(1, 2), 1)
	*
	* @category constructors
	* @since 2.10.0
	*/
	var min = function(O) {
		return { concat: Or.min(O) };
	};
	exports.min = min;
	/**
	* Get a semigroup where `concat` will return the maximum, based on the provided order.
	*
	* @example
	* import * as N from 'fp-ts/number'
	* import * as S from 'fp-ts/Semigroup'
	*
	* const S1 = S.max(N.Ord)
	*
	* assert.deepStrictEqual(S1.concat(1, 2), 2)
	*
	* @category constructors
	* @since 2.10.0
	*/
	var max = function(O) {
		return { concat: Or.max(O) };
	};
	exports.max = max;
	/**
	* @category constructors
	* @since 2.10.0
	*/
	var constant = function(a) {
		return { concat: function() {
			return a;
		} };
	};
	exports.constant = constant;
	/**
	* The dual of a `Semigroup`, obtained by swapping the arguments of `concat`.
	*
	* @example
	* import { reverse } from 'fp-ts/Semigroup'
	* import * as S from 'fp-ts/string'
	*
	* assert.deepStrictEqual(reverse(S.Semigroup).concat('a', 'b'), 'ba')
	*
	* @since 2.10.0
	*/
	exports.reverse = M.reverse;
	/**
	* Given a struct of semigroups returns a semigroup for the struct.
	*
	* @example
	* import { struct } from 'fp-ts/Semigroup'
	* import * as N from 'fp-ts/number'
	*
	* interface Point {
	*   readonly x: number
	*   readonly y: number
	* }
	*
	* const S = struct<Point>({
	*   x: N.SemigroupSum,
	*   y: N.SemigroupSum
	* })
	*
	* assert.deepStrictEqual(S.concat({ x: 1, y: 2 }, { x: 3, y: 4 }), { x: 4, y: 6 })
	*
	* @since 2.10.0
	*/
	var struct = function(semigroups) {
		return { concat: function(first, second) {
			var r = {};
			for (var k in semigroups) if (_.has.call(semigroups, k)) r[k] = semigroups[k].concat(first[k], second[k]);
			return r;
		} };
	};
	exports.struct = struct;
	/**
	* Given a tuple of semigroups returns a semigroup for the tuple.
	*
	* @example
	* import { tuple } from 'fp-ts/Semigroup'
	* import * as B from 'fp-ts/boolean'
	* import * as N from 'fp-ts/number'
	* import * as S from 'fp-ts/string'
	*
	* const S1 = tuple(S.Semigroup, N.SemigroupSum)
	* assert.deepStrictEqual(S1.concat(['a', 1], ['b', 2]), ['ab', 3])
	*
	* const S2 = tuple(S.Semigroup, N.SemigroupSum, B.SemigroupAll)
	* assert.deepStrictEqual(S2.concat(['a', 1, true], ['b', 2, false]), ['ab', 3, false])
	*
	* @since 2.10.0
	*/
	var tuple = function() {
		var semigroups = [];
		for (var _i = 0; _i < arguments.length; _i++) semigroups[_i] = arguments[_i];
		return { concat: function(first, second) {
			return semigroups.map(function(s, i) {
				return s.concat(first[i], second[i]);
			});
		} };
	};
	exports.tuple = tuple;
	/**
	* Between each pair of elements insert `middle`.
	*
	* @example
	* import { intercalate } from 'fp-ts/Semigroup'
	* import * as S from 'fp-ts/string'
	* import { pipe } from 'fp-ts/function'
	*
	* const S1 = pipe(S.Semigroup, intercalate(' + '))
	*
	* assert.strictEqual(S1.concat('a', 'b'), 'a + b')
	*
	* @since 2.10.0
	*/
	var intercalate = function(middle) {
		return function(S) {
			return { concat: function(x, y) {
				return S.concat(x, S.concat(middle, y));
			} };
		};
	};
	exports.intercalate = intercalate;
	/**
	* Always return the first argument.
	*
	* @example
	* import * as S from 'fp-ts/Semigroup'
	*
	* assert.deepStrictEqual(S.first<number>().concat(1, 2), 1)
	*
	* @category instances
	* @since 2.10.0
	*/
	var first = function() {
		return { concat: function_1.identity };
	};
	exports.first = first;
	/**
	* Always return the last argument.
	*
	* @example
	* import * as S from 'fp-ts/Semigroup'
	*
	* assert.deepStrictEqual(S.last<number>().concat(1, 2), 2)
	*
	* @category instances
	* @since 2.10.0
	*/
	var last = function() {
		return { concat: function(_, y) {
			return y;
		} };
	};
	exports.last = last;
	/**
	* Given a sequence of `as`, concat them and return the total.
	*
	* If `as` is empty, return the provided `startWith` value.
	*
	* @example
	* import { concatAll } from 'fp-ts/Semigroup'
	* import * as N from 'fp-ts/number'
	*
	* const sum = concatAll(N.SemigroupSum)(0)
	*
	* assert.deepStrictEqual(sum([1, 2, 3]), 6)
	* assert.deepStrictEqual(sum([]), 0)
	*
	* @since 2.10.0
	*/
	exports.concatAll = M.concatAll;
	/**
	* Use `void` module instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.semigroupVoid = (0, exports.constant)(void 0);
	/**
	* Use [`getAssignSemigroup`](./struct.ts.html#getAssignSemigroup) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	var getObjectSemigroup = function() {
		return { concat: function(first, second) {
			return Object.assign({}, first, second);
		} };
	};
	exports.getObjectSemigroup = getObjectSemigroup;
	/**
	* Use [`last`](#last) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getLastSemigroup = exports.last;
	/**
	* Use [`first`](#first) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getFirstSemigroup = exports.first;
	/**
	* Use [`tuple`](#tuple) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getTupleSemigroup = exports.tuple;
	/**
	* Use [`struct`](#struct) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getStructSemigroup = exports.struct;
	/**
	* Use [`reverse`](#reverse) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getDualSemigroup = exports.reverse;
	/**
	* Use [`max`](#max) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getJoinSemigroup = exports.max;
	/**
	* Use [`min`](#min) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getMeetSemigroup = exports.min;
	/**
	* Use [`intercalate`](#intercalate) instead.
	*
	* @category zone of death
	* @since 2.5.0
	* @deprecated
	*/
	exports.getIntercalateSemigroup = exports.intercalate;
	function fold(S) {
		var concatAllS = (0, exports.concatAll)(S);
		return function(startWith, as) {
			return as === void 0 ? concatAllS(startWith) : concatAllS(startWith)(as);
		};
	}
	/**
	* Use [`SemigroupAll`](./boolean.ts.html#SemigroupAll) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.semigroupAll = { concat: function(x, y) {
		return x && y;
	} };
	/**
	* Use [`SemigroupAny`](./boolean.ts.html#SemigroupAny) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.semigroupAny = { concat: function(x, y) {
		return x || y;
	} };
	/**
	* Use [`getSemigroup`](./function.ts.html#getSemigroup) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getFunctionSemigroup = function_1.getSemigroup;
	/**
	* Use [`Semigroup`](./string.ts.html#Semigroup) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.semigroupString = { concat: function(x, y) {
		return x + y;
	} };
	/**
	* Use [`SemigroupSum`](./number.ts.html#SemigroupSum) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.semigroupSum = { concat: function(x, y) {
		return x + y;
	} };
	/**
	* Use [`SemigroupProduct`](./number.ts.html#SemigroupProduct) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.semigroupProduct = { concat: function(x, y) {
		return x * y;
	} };
}));

// node_modules/fp-ts/lib/Separated.js
var require_Separated = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* ```ts
	* interface Separated<E, A> {
	*    readonly left: E
	*    readonly right: A
	* }
	* ```
	*
	* Represents a result of separating a whole into two parts.
	*
	* @since 2.10.0
	*/
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.right = exports.left = exports.flap = exports.Functor = exports.Bifunctor = exports.URI = exports.bimap = exports.mapLeft = exports.map = exports.separated = void 0;
	var function_1 = require_function();
	var Functor_1 = require_Functor();
	/**
	* @category constructors
	* @since 2.10.0
	*/
	var separated = function(left, right) {
		return {
			left,
			right
		};
	};
	exports.separated = separated;
	var _map = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.map)(f));
	};
	var _mapLeft = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.mapLeft)(f));
	};
	var _bimap = function(fa, g, f) {
		return (0, function_1.pipe)(fa, (0, exports.bimap)(g, f));
	};
	/**
	* `map` can be used to turn functions `(a: A) => B` into functions `(fa: F<A>) => F<B>` whose argument and return types
	* use the type constructor `F` to represent some computational context.
	*
	* @category mapping
	* @since 2.10.0
	*/
	var map = function(f) {
		return function(fa) {
			return (0, exports.separated)((0, exports.left)(fa), f((0, exports.right)(fa)));
		};
	};
	exports.map = map;
	/**
	* Map a function over the first type argument of a bifunctor.
	*
	* @category error handling
	* @since 2.10.0
	*/
	var mapLeft = function(f) {
		return function(fa) {
			return (0, exports.separated)(f((0, exports.left)(fa)), (0, exports.right)(fa));
		};
	};
	exports.mapLeft = mapLeft;
	/**
	* Map a pair of functions over the two type arguments of the bifunctor.
	*
	* @category mapping
	* @since 2.10.0
	*/
	var bimap = function(f, g) {
		return function(fa) {
			return (0, exports.separated)(f((0, exports.left)(fa)), g((0, exports.right)(fa)));
		};
	};
	exports.bimap = bimap;
	/**
	* @category type lambdas
	* @since 2.10.0
	*/
	exports.URI = "Separated";
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Bifunctor = {
		URI: exports.URI,
		mapLeft: _mapLeft,
		bimap: _bimap
	};
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Functor = {
		URI: exports.URI,
		map: _map
	};
	/**
	* @category mapping
	* @since 2.10.0
	*/
	exports.flap = (0, Functor_1.flap)(exports.Functor);
	/**
	* @since 2.10.0
	*/
	var left = function(s) {
		return s.left;
	};
	exports.left = left;
	/**
	* @since 2.10.0
	*/
	var right = function(s) {
		return s.right;
	};
	exports.right = right;
}));

// node_modules/fp-ts/lib/Witherable.js
var require_Witherable = /* @__PURE__ */ __commonJSMin(((exports, module, this$3) => {
	var __createBinding = this$3 && this$3.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$3 && this$3.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$3 && this$3.__importStar || function(mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) {
			for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
		}
		__setModuleDefault(result, mod);
		return result;
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.wiltDefault = wiltDefault;
	exports.witherDefault = witherDefault;
	exports.filterE = filterE;
	var _ = __importStar(require_internal());
	function wiltDefault(T, C) {
		return function(F) {
			var traverseF = T.traverse(F);
			return function(wa, f) {
				return F.map(traverseF(wa, f), C.separate);
			};
		};
	}
	function witherDefault(T, C) {
		return function(F) {
			var traverseF = T.traverse(F);
			return function(wa, f) {
				return F.map(traverseF(wa, f), C.compact);
			};
		};
	}
	function filterE(W) {
		return function(F) {
			var witherF = W.wither(F);
			return function(predicate) {
				return function(ga) {
					return witherF(ga, function(a) {
						return F.map(predicate(a), function(b) {
							return b ? _.some(a) : _.none;
						});
					});
				};
			};
		};
	}
}));

// node_modules/fp-ts/lib/Zero.js
var require_Zero = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.guard = guard;
	function guard(F, P) {
		return function(b) {
			return b ? P.of(void 0) : F.zero();
		};
	}
}));

// node_modules/fp-ts/lib/Option.js
var require_Option = /* @__PURE__ */ __commonJSMin(((exports, module, this$2) => {
	var __createBinding = this$2 && this$2.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$2 && this$2.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$2 && this$2.__importStar || function(mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) {
			for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
		}
		__setModuleDefault(result, mod);
		return result;
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.throwError = exports.Witherable = exports.wilt = exports.wither = exports.Traversable = exports.sequence = exports.traverse = exports.Filterable = exports.partitionMap = exports.partition = exports.filterMap = exports.filter = exports.Compactable = exports.separate = exports.compact = exports.Extend = exports.extend = exports.Alternative = exports.guard = exports.Zero = exports.zero = exports.Alt = exports.alt = exports.altW = exports.orElse = exports.Foldable = exports.reduceRight = exports.foldMap = exports.reduce = exports.Monad = exports.Chain = exports.flatMap = exports.Applicative = exports.Apply = exports.ap = exports.Pointed = exports.of = exports.asUnit = exports.as = exports.Functor = exports.map = exports.getMonoid = exports.getOrd = exports.getEq = exports.getShow = exports.URI = exports.getRight = exports.getLeft = exports.some = exports.none = void 0;
	exports.getLastMonoid = exports.getFirstMonoid = exports.getApplyMonoid = exports.getApplySemigroup = exports.option = exports.mapNullable = exports.chainFirst = exports.chain = exports.sequenceArray = exports.traverseArray = exports.traverseArrayWithIndex = exports.traverseReadonlyArrayWithIndex = exports.traverseReadonlyNonEmptyArrayWithIndex = exports.ApT = exports.apS = exports.bind = exports.let = exports.bindTo = exports.Do = exports.exists = exports.toUndefined = exports.toNullable = exports.chainNullableK = exports.fromNullableK = exports.tryCatchK = exports.tryCatch = exports.fromNullable = exports.chainFirstEitherK = exports.chainEitherK = exports.fromEitherK = exports.duplicate = exports.tapEither = exports.tap = exports.flatten = exports.apSecond = exports.apFirst = exports.flap = exports.getOrElse = exports.getOrElseW = exports.fold = exports.match = exports.foldW = exports.matchW = exports.isNone = exports.isSome = exports.FromEither = exports.fromEither = exports.MonadThrow = void 0;
	exports.fromPredicate = fromPredicate;
	exports.elem = elem;
	exports.getRefinement = getRefinement;
	var Applicative_1 = require_Applicative();
	var Apply_1 = require_Apply();
	var chainable = __importStar(require_Chain());
	var FromEither_1 = require_FromEither();
	var function_1 = require_function();
	var Functor_1 = require_Functor();
	var _ = __importStar(require_internal());
	var Predicate_1 = require_Predicate();
	var Semigroup_1 = require_Semigroup();
	var Separated_1 = require_Separated();
	var Witherable_1 = require_Witherable();
	var Zero_1 = require_Zero();
	/**
	* `None` doesn't have a constructor, instead you can use it directly as a value. Represents a missing value.
	*
	* @category constructors
	* @since 2.0.0
	*/
	exports.none = _.none;
	/**
	* Constructs a `Some`. Represents an optional value that exists.
	*
	* @category constructors
	* @since 2.0.0
	*/
	exports.some = _.some;
	function fromPredicate(predicate) {
		return function(a) {
			return predicate(a) ? (0, exports.some)(a) : exports.none;
		};
	}
	/**
	* Returns the `Left` value of an `Either` if possible.
	*
	* @example
	* import { getLeft, none, some } from 'fp-ts/Option'
	* import { right, left } from 'fp-ts/Either'
	*
	* assert.deepStrictEqual(getLeft(right(1)), none)
	* assert.deepStrictEqual(getLeft(left('a')), some('a'))
	*
	* @category constructors
	* @since 2.0.0
	*/
	var getLeft = function(ma) {
		return ma._tag === "Right" ? exports.none : (0, exports.some)(ma.left);
	};
	exports.getLeft = getLeft;
	/**
	* Returns the `Right` value of an `Either` if possible.
	*
	* @example
	* import { getRight, none, some } from 'fp-ts/Option'
	* import { right, left } from 'fp-ts/Either'
	*
	* assert.deepStrictEqual(getRight(right(1)), some(1))
	* assert.deepStrictEqual(getRight(left('a')), none)
	*
	* @category constructors
	* @since 2.0.0
	*/
	var getRight = function(ma) {
		return ma._tag === "Left" ? exports.none : (0, exports.some)(ma.right);
	};
	exports.getRight = getRight;
	var _map = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.map)(f));
	};
	var _ap = function(fab, fa) {
		return (0, function_1.pipe)(fab, (0, exports.ap)(fa));
	};
	var _reduce = function(fa, b, f) {
		return (0, function_1.pipe)(fa, (0, exports.reduce)(b, f));
	};
	var _foldMap = function(M) {
		var foldMapM = (0, exports.foldMap)(M);
		return function(fa, f) {
			return (0, function_1.pipe)(fa, foldMapM(f));
		};
	};
	var _reduceRight = function(fa, b, f) {
		return (0, function_1.pipe)(fa, (0, exports.reduceRight)(b, f));
	};
	var _traverse = function(F) {
		var traverseF = (0, exports.traverse)(F);
		return function(ta, f) {
			return (0, function_1.pipe)(ta, traverseF(f));
		};
	};
	/* istanbul ignore next */
	var _alt = function(fa, that) {
		return (0, function_1.pipe)(fa, (0, exports.alt)(that));
	};
	var _filter = function(fa, predicate) {
		return (0, function_1.pipe)(fa, (0, exports.filter)(predicate));
	};
	/* istanbul ignore next */
	var _filterMap = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.filterMap)(f));
	};
	/* istanbul ignore next */
	var _extend = function(wa, f) {
		return (0, function_1.pipe)(wa, (0, exports.extend)(f));
	};
	/* istanbul ignore next */
	var _partition = function(fa, predicate) {
		return (0, function_1.pipe)(fa, (0, exports.partition)(predicate));
	};
	/* istanbul ignore next */
	var _partitionMap = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.partitionMap)(f));
	};
	/**
	* @category type lambdas
	* @since 2.0.0
	*/
	exports.URI = "Option";
	/**
	* @category instances
	* @since 2.0.0
	*/
	var getShow = function(S) {
		return { show: function(ma) {
			return (0, exports.isNone)(ma) ? "none" : "some(".concat(S.show(ma.value), ")");
		} };
	};
	exports.getShow = getShow;
	/**
	* @example
	* import { none, some, getEq } from 'fp-ts/Option'
	* import * as N from 'fp-ts/number'
	*
	* const E = getEq(N.Eq)
	* assert.strictEqual(E.equals(none, none), true)
	* assert.strictEqual(E.equals(none, some(1)), false)
	* assert.strictEqual(E.equals(some(1), none), false)
	* assert.strictEqual(E.equals(some(1), some(2)), false)
	* assert.strictEqual(E.equals(some(1), some(1)), true)
	*
	* @category instances
	* @since 2.0.0
	*/
	var getEq = function(E) {
		return { equals: function(x, y) {
			return x === y || ((0, exports.isNone)(x) ? (0, exports.isNone)(y) : (0, exports.isNone)(y) ? false : E.equals(x.value, y.value));
		} };
	};
	exports.getEq = getEq;
	/**
	* The `Ord` instance allows `Option` values to be compared with
	* `compare`, whenever there is an `Ord` instance for
	* the type the `Option` contains.
	*
	* `None` is considered to be less than any `Some` value.
	*
	*
	* @example
	* import { none, some, getOrd } from 'fp-ts/Option'
	* import * as N from 'fp-ts/number'
	*
	* const O = getOrd(N.Ord)
	* assert.strictEqual(O.compare(none, none), 0)
	* assert.strictEqual(O.compare(none, some(1)), -1)
	* assert.strictEqual(O.compare(some(1), none), 1)
	* assert.strictEqual(O.compare(some(1), some(2)), -1)
	* assert.strictEqual(O.compare(some(1), some(1)), 0)
	*
	* @category instances
	* @since 2.0.0
	*/
	var getOrd = function(O) {
		return {
			equals: (0, exports.getEq)(O).equals,
			compare: function(x, y) {
				return x === y ? 0 : (0, exports.isSome)(x) ? (0, exports.isSome)(y) ? O.compare(x.value, y.value) : 1 : (0, exports.isSome)(y) ? -1 : 0;
			}
		};
	};
	exports.getOrd = getOrd;
	/**
	* Monoid returning the left-most non-`None` value. If both operands are `Some`s then the inner values are
	* concatenated using the provided `Semigroup`
	*
	* | x       | y       | concat(x, y)       |
	* | ------- | ------- | ------------------ |
	* | none    | none    | none               |
	* | some(a) | none    | some(a)            |
	* | none    | some(b) | some(b)            |
	* | some(a) | some(b) | some(concat(a, b)) |
	*
	* @example
	* import { getMonoid, some, none } from 'fp-ts/Option'
	* import { SemigroupSum } from 'fp-ts/number'
	*
	* const M = getMonoid(SemigroupSum)
	* assert.deepStrictEqual(M.concat(none, none), none)
	* assert.deepStrictEqual(M.concat(some(1), none), some(1))
	* assert.deepStrictEqual(M.concat(none, some(1)), some(1))
	* assert.deepStrictEqual(M.concat(some(1), some(2)), some(3))
	*
	* @category instances
	* @since 2.0.0
	*/
	var getMonoid = function(S) {
		return {
			concat: function(x, y) {
				return (0, exports.isNone)(x) ? y : (0, exports.isNone)(y) ? x : (0, exports.some)(S.concat(x.value, y.value));
			},
			empty: exports.none
		};
	};
	exports.getMonoid = getMonoid;
	/**
	* @category mapping
	* @since 2.0.0
	*/
	var map = function(f) {
		return function(fa) {
			return (0, exports.isNone)(fa) ? exports.none : (0, exports.some)(f(fa.value));
		};
	};
	exports.map = map;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Functor = {
		URI: exports.URI,
		map: _map
	};
	/**
	* Maps the `Some` value of this `Option` to the specified constant value.
	*
	* @category mapping
	* @since 2.16.0
	*/
	exports.as = (0, function_1.dual)(2, (0, Functor_1.as)(exports.Functor));
	/**
	* Maps the `Some` value of this `Option` to the void constant value.
	*
	* @category mapping
	* @since 2.16.0
	*/
	exports.asUnit = (0, Functor_1.asUnit)(exports.Functor);
	/**
	* @category constructors
	* @since 2.7.0
	*/
	exports.of = exports.some;
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Pointed = {
		URI: exports.URI,
		of: exports.of
	};
	/**
	* @since 2.0.0
	*/
	var ap = function(fa) {
		return function(fab) {
			return (0, exports.isNone)(fab) ? exports.none : (0, exports.isNone)(fa) ? exports.none : (0, exports.some)(fab.value(fa.value));
		};
	};
	exports.ap = ap;
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Apply = {
		URI: exports.URI,
		map: _map,
		ap: _ap
	};
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Applicative = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of
	};
	/**
	* @category sequencing
	* @since 2.14.0
	*/
	exports.flatMap = (0, function_1.dual)(2, function(ma, f) {
		return (0, exports.isNone)(ma) ? exports.none : f(ma.value);
	});
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Chain = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		chain: exports.flatMap
	};
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Monad = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of,
		chain: exports.flatMap
	};
	/**
	* @category folding
	* @since 2.0.0
	*/
	var reduce = function(b, f) {
		return function(fa) {
			return (0, exports.isNone)(fa) ? b : f(b, fa.value);
		};
	};
	exports.reduce = reduce;
	/**
	* @category folding
	* @since 2.0.0
	*/
	var foldMap = function(M) {
		return function(f) {
			return function(fa) {
				return (0, exports.isNone)(fa) ? M.empty : f(fa.value);
			};
		};
	};
	exports.foldMap = foldMap;
	/**
	* @category folding
	* @since 2.0.0
	*/
	var reduceRight = function(b, f) {
		return function(fa) {
			return (0, exports.isNone)(fa) ? b : f(fa.value, b);
		};
	};
	exports.reduceRight = reduceRight;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Foldable = {
		URI: exports.URI,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight
	};
	/**
	* Returns the provided `Option` `that` if `self` is `None`, otherwise returns `self`.
	*
	* @param self - The first `Option` to be checked.
	* @param that - The `Option` to return if `self` is `None`.
	*
	* @example
	* import * as O from "fp-ts/Option"
	*
	* assert.deepStrictEqual(O.orElse(O.none, () => O.none), O.none)
	* assert.deepStrictEqual(O.orElse(O.some(1), () => O.none), O.some(1))
	* assert.deepStrictEqual(O.orElse(O.none, () => O.some('b')), O.some('b'))
	* assert.deepStrictEqual(O.orElse(O.some(1), () => O.some('b')), O.some(1))
	*
	* @category error handling
	* @since 2.16.0
	*/
	exports.orElse = (0, function_1.dual)(2, function(self, that) {
		return (0, exports.isNone)(self) ? that() : self;
	});
	/**
	* Alias of `orElse`.
	*
	* Less strict version of [`alt`](#alt).
	*
	* The `W` suffix (short for **W**idening) means that the return types will be merged.
	*
	* @category legacy
	* @since 2.9.0
	*/
	exports.altW = exports.orElse;
	/**
	* Alias of `orElse`.
	*
	* @category legacy
	* @since 2.0.0
	*/
	exports.alt = exports.orElse;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Alt = {
		URI: exports.URI,
		map: _map,
		alt: _alt
	};
	/**
	* @since 2.7.0
	*/
	var zero = function() {
		return exports.none;
	};
	exports.zero = zero;
	/**
	* @category instances
	* @since 2.11.0
	*/
	exports.Zero = {
		URI: exports.URI,
		zero: exports.zero
	};
	/**
	* @category do notation
	* @since 2.11.0
	*/
	exports.guard = (0, Zero_1.guard)(exports.Zero, exports.Pointed);
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Alternative = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of,
		alt: _alt,
		zero: exports.zero
	};
	/**
	* @since 2.0.0
	*/
	var extend = function(f) {
		return function(wa) {
			return (0, exports.isNone)(wa) ? exports.none : (0, exports.some)(f(wa));
		};
	};
	exports.extend = extend;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Extend = {
		URI: exports.URI,
		map: _map,
		extend: _extend
	};
	/**
	* @category filtering
	* @since 2.0.0
	*/
	exports.compact = (0, exports.flatMap)(function_1.identity);
	var defaultSeparated = /*#__PURE__*/ (0, Separated_1.separated)(exports.none, exports.none);
	/**
	* @category filtering
	* @since 2.0.0
	*/
	var separate = function(ma) {
		return (0, exports.isNone)(ma) ? defaultSeparated : (0, Separated_1.separated)((0, exports.getLeft)(ma.value), (0, exports.getRight)(ma.value));
	};
	exports.separate = separate;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Compactable = {
		URI: exports.URI,
		compact: exports.compact,
		separate: exports.separate
	};
	/**
	* @category filtering
	* @since 2.0.0
	*/
	var filter = function(predicate) {
		return function(fa) {
			return (0, exports.isNone)(fa) ? exports.none : predicate(fa.value) ? fa : exports.none;
		};
	};
	exports.filter = filter;
	/**
	* @category filtering
	* @since 2.0.0
	*/
	var filterMap = function(f) {
		return function(fa) {
			return (0, exports.isNone)(fa) ? exports.none : f(fa.value);
		};
	};
	exports.filterMap = filterMap;
	/**
	* @category filtering
	* @since 2.0.0
	*/
	var partition = function(predicate) {
		return function(fa) {
			return (0, Separated_1.separated)(_filter(fa, (0, Predicate_1.not)(predicate)), _filter(fa, predicate));
		};
	};
	exports.partition = partition;
	/**
	* @category filtering
	* @since 2.0.0
	*/
	var partitionMap = function(f) {
		return (0, function_1.flow)((0, exports.map)(f), exports.separate);
	};
	exports.partitionMap = partitionMap;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Filterable = {
		URI: exports.URI,
		map: _map,
		compact: exports.compact,
		separate: exports.separate,
		filter: _filter,
		filterMap: _filterMap,
		partition: _partition,
		partitionMap: _partitionMap
	};
	/**
	* @category traversing
	* @since 2.6.3
	*/
	var traverse = function(F) {
		return function(f) {
			return function(ta) {
				return (0, exports.isNone)(ta) ? F.of(exports.none) : F.map(f(ta.value), exports.some);
			};
		};
	};
	exports.traverse = traverse;
	/**
	* @category traversing
	* @since 2.6.3
	*/
	var sequence = function(F) {
		return function(ta) {
			return (0, exports.isNone)(ta) ? F.of(exports.none) : F.map(ta.value, exports.some);
		};
	};
	exports.sequence = sequence;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Traversable = {
		URI: exports.URI,
		map: _map,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight,
		traverse: _traverse,
		sequence: exports.sequence
	};
	var _wither = /*#__PURE__*/ (0, Witherable_1.witherDefault)(exports.Traversable, exports.Compactable);
	var _wilt = /*#__PURE__*/ (0, Witherable_1.wiltDefault)(exports.Traversable, exports.Compactable);
	/**
	* @category filtering
	* @since 2.6.5
	*/
	var wither = function(F) {
		var _witherF = _wither(F);
		return function(f) {
			return function(fa) {
				return _witherF(fa, f);
			};
		};
	};
	exports.wither = wither;
	/**
	* @category filtering
	* @since 2.6.5
	*/
	var wilt = function(F) {
		var _wiltF = _wilt(F);
		return function(f) {
			return function(fa) {
				return _wiltF(fa, f);
			};
		};
	};
	exports.wilt = wilt;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Witherable = {
		URI: exports.URI,
		map: _map,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight,
		traverse: _traverse,
		sequence: exports.sequence,
		compact: exports.compact,
		separate: exports.separate,
		filter: _filter,
		filterMap: _filterMap,
		partition: _partition,
		partitionMap: _partitionMap,
		wither: _wither,
		wilt: _wilt
	};
	/**
	* @since 2.7.0
	*/
	var throwError = function() {
		return exports.none;
	};
	exports.throwError = throwError;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.MonadThrow = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of,
		chain: exports.flatMap,
		throwError: exports.throwError
	};
	/**
	* Transforms an `Either` to an `Option` discarding the error.
	*
	* Alias of [getRight](#getright)
	*
	* @category conversions
	* @since 2.0.0
	*/
	exports.fromEither = exports.getRight;
	/**
	* @category instances
	* @since 2.11.0
	*/
	exports.FromEither = {
		URI: exports.URI,
		fromEither: exports.fromEither
	};
	/**
	* Returns `true` if the option is an instance of `Some`, `false` otherwise.
	*
	* @example
	* import { some, none, isSome } from 'fp-ts/Option'
	*
	* assert.strictEqual(isSome(some(1)), true)
	* assert.strictEqual(isSome(none), false)
	*
	* @category refinements
	* @since 2.0.0
	*/
	exports.isSome = _.isSome;
	/**
	* Returns `true` if the option is `None`, `false` otherwise.
	*
	* @example
	* import { some, none, isNone } from 'fp-ts/Option'
	*
	* assert.strictEqual(isNone(some(1)), false)
	* assert.strictEqual(isNone(none), true)
	*
	* @category refinements
	* @since 2.0.0
	*/
	var isNone = function(fa) {
		return fa._tag === "None";
	};
	exports.isNone = isNone;
	/**
	* Less strict version of [`match`](#match).
	*
	* The `W` suffix (short for **W**idening) means that the handler return types will be merged.
	*
	* @category pattern matching
	* @since 2.10.0
	*/
	var matchW = function(onNone, onSome) {
		return function(ma) {
			return (0, exports.isNone)(ma) ? onNone() : onSome(ma.value);
		};
	};
	exports.matchW = matchW;
	/**
	* Alias of [`matchW`](#matchw).
	*
	* @category pattern matching
	* @since 2.10.0
	*/
	exports.foldW = exports.matchW;
	/**
	* Takes a (lazy) default value, a function, and an `Option` value, if the `Option` value is `None` the default value is
	* returned, otherwise the function is applied to the value inside the `Some` and the result is returned.
	*
	* @example
	* import { some, none, match } from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.strictEqual(
	*   pipe(
	*     some(1),
	*     match(() => 'a none', a => `a some containing ${a}`)
	*   ),
	*   'a some containing 1'
	* )
	*
	* assert.strictEqual(
	*   pipe(
	*     none,
	*     match(() => 'a none', a => `a some containing ${a}`)
	*   ),
	*   'a none'
	* )
	*
	* @category pattern matching
	* @since 2.10.0
	*/
	exports.match = exports.matchW;
	/**
	* Alias of [`match`](#match).
	*
	* @category pattern matching
	* @since 2.0.0
	*/
	exports.fold = exports.match;
	/**
	* Less strict version of [`getOrElse`](#getorelse).
	*
	* The `W` suffix (short for **W**idening) means that the handler return type will be merged.
	*
	* @category error handling
	* @since 2.6.0
	*/
	var getOrElseW = function(onNone) {
		return function(ma) {
			return (0, exports.isNone)(ma) ? onNone() : ma.value;
		};
	};
	exports.getOrElseW = getOrElseW;
	/**
	* Extracts the value out of the structure, if it exists. Otherwise returns the given default value
	*
	* @example
	* import { some, none, getOrElse } from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.strictEqual(
	*   pipe(
	*     some(1),
	*     getOrElse(() => 0)
	*   ),
	*   1
	* )
	* assert.strictEqual(
	*   pipe(
	*     none,
	*     getOrElse(() => 0)
	*   ),
	*   0
	* )
	*
	* @category error handling
	* @since 2.0.0
	*/
	exports.getOrElse = exports.getOrElseW;
	/**
	* @category mapping
	* @since 2.10.0
	*/
	exports.flap = (0, Functor_1.flap)(exports.Functor);
	/**
	* Combine two effectful actions, keeping only the result of the first.
	*
	* @since 2.0.0
	*/
	exports.apFirst = (0, Apply_1.apFirst)(exports.Apply);
	/**
	* Combine two effectful actions, keeping only the result of the second.
	*
	* @since 2.0.0
	*/
	exports.apSecond = (0, Apply_1.apSecond)(exports.Apply);
	/**
	* @category sequencing
	* @since 2.0.0
	*/
	exports.flatten = exports.compact;
	/**
	* Composes computations in sequence, using the return value of one computation to determine the next computation and
	* keeping only the result of the first.
	*
	* @category combinators
	* @since 2.15.0
	*/
	exports.tap = (0, function_1.dual)(2, chainable.tap(exports.Chain));
	/**
	* Composes computations in sequence, using the return value of one computation to determine the next computation and
	* keeping only the result of the first.
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import * as O from 'fp-ts/Option'
	* import * as E from 'fp-ts/Either'
	*
	* const compute = (value: number) => pipe(
	*   O.of(value),
	*   O.tapEither((value) => value > 0 ? E.right('ok') : E.left('error')),
	* )
	*
	* assert.deepStrictEqual(compute(1), O.of(1))
	* assert.deepStrictEqual(compute(-42), O.none)
	*
	* @category combinators
	* @since 2.16.0
	*/
	exports.tapEither = (0, function_1.dual)(2, (0, FromEither_1.tapEither)(exports.FromEither, exports.Chain));
	/**
	* @since 2.0.0
	*/
	exports.duplicate = (0, exports.extend)(function_1.identity);
	/**
	* @category lifting
	* @since 2.11.0
	*/
	exports.fromEitherK = (0, FromEither_1.fromEitherK)(exports.FromEither);
	/**
	* @category sequencing
	* @since 2.11.0
	*/
	exports.chainEitherK = /*#__PURE__*/ (0, FromEither_1.chainEitherK)(exports.FromEither, exports.Chain);
	/**
	* Alias of `tapEither`.
	*
	* @category legacy
	* @since 2.12.0
	*/
	exports.chainFirstEitherK = exports.tapEither;
	/**
	* Constructs a new `Option` from a nullable type. If the value is `null` or `undefined`, returns `None`, otherwise
	* returns the value wrapped in a `Some`.
	*
	* @example
	* import { none, some, fromNullable } from 'fp-ts/Option'
	*
	* assert.deepStrictEqual(fromNullable(undefined), none)
	* assert.deepStrictEqual(fromNullable(null), none)
	* assert.deepStrictEqual(fromNullable(1), some(1))
	*
	* @category conversions
	* @since 2.0.0
	*/
	var fromNullable = function(a) {
		return a == null ? exports.none : (0, exports.some)(a);
	};
	exports.fromNullable = fromNullable;
	/**
	* Transforms an exception into an `Option`. If `f` throws, returns `None`, otherwise returns the output wrapped in a
	* `Some`.
	*
	* See also [`tryCatchK`](#trycatchk).
	*
	* @example
	* import { none, some, tryCatch } from 'fp-ts/Option'
	*
	* assert.deepStrictEqual(
	*   tryCatch(() => {
	*     throw new Error()
	*   }),
	*   none
	* )
	* assert.deepStrictEqual(tryCatch(() => 1), some(1))
	*
	* @category interop
	* @since 2.0.0
	*/
	var tryCatch = function(f) {
		try {
			return (0, exports.some)(f());
		} catch (e) {
			return exports.none;
		}
	};
	exports.tryCatch = tryCatch;
	/**
	* Converts a function that may throw to one returning a `Option`.
	*
	* @category interop
	* @since 2.10.0
	*/
	var tryCatchK = function(f) {
		return function() {
			var a = [];
			for (var _i = 0; _i < arguments.length; _i++) a[_i] = arguments[_i];
			return (0, exports.tryCatch)(function() {
				return f.apply(void 0, a);
			});
		};
	};
	exports.tryCatchK = tryCatchK;
	/**
	* Returns a *smart constructor* from a function that returns a nullable value.
	*
	* @example
	* import { fromNullableK, none, some } from 'fp-ts/Option'
	*
	* const f = (s: string): number | undefined => {
	*   const n = parseFloat(s)
	*   return isNaN(n) ? undefined : n
	* }
	*
	* const g = fromNullableK(f)
	*
	* assert.deepStrictEqual(g('1'), some(1))
	* assert.deepStrictEqual(g('a'), none)
	*
	* @category lifting
	* @since 2.9.0
	*/
	var fromNullableK = function(f) {
		return (0, function_1.flow)(f, exports.fromNullable);
	};
	exports.fromNullableK = fromNullableK;
	/**
	* This is `chain` + `fromNullable`, useful when working with optional values.
	*
	* @example
	* import { some, none, fromNullable, chainNullableK } from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* interface Employee {
	*   readonly company?: {
	*     readonly address?: {
	*       readonly street?: {
	*         readonly name?: string
	*       }
	*     }
	*   }
	* }
	*
	* const employee1: Employee = { company: { address: { street: { name: 'high street' } } } }
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     fromNullable(employee1.company),
	*     chainNullableK(company => company.address),
	*     chainNullableK(address => address.street),
	*     chainNullableK(street => street.name)
	*   ),
	*   some('high street')
	* )
	*
	* const employee2: Employee = { company: { address: { street: {} } } }
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     fromNullable(employee2.company),
	*     chainNullableK(company => company.address),
	*     chainNullableK(address => address.street),
	*     chainNullableK(street => street.name)
	*   ),
	*   none
	* )
	*
	* @category sequencing
	* @since 2.9.0
	*/
	var chainNullableK = function(f) {
		return function(ma) {
			return (0, exports.isNone)(ma) ? exports.none : (0, exports.fromNullable)(f(ma.value));
		};
	};
	exports.chainNullableK = chainNullableK;
	/**
	* Extracts the value out of the structure, if it exists. Otherwise returns `null`.
	*
	* @example
	* import { some, none, toNullable } from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.strictEqual(
	*   pipe(
	*     some(1),
	*     toNullable
	*   ),
	*   1
	* )
	* assert.strictEqual(
	*   pipe(
	*     none,
	*     toNullable
	*   ),
	*   null
	* )
	*
	* @category conversions
	* @since 2.0.0
	*/
	exports.toNullable = (0, exports.match)(function_1.constNull, function_1.identity);
	/**
	* Extracts the value out of the structure, if it exists. Otherwise returns `undefined`.
	*
	* @example
	* import { some, none, toUndefined } from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.strictEqual(
	*   pipe(
	*     some(1),
	*     toUndefined
	*   ),
	*   1
	* )
	* assert.strictEqual(
	*   pipe(
	*     none,
	*     toUndefined
	*   ),
	*   undefined
	* )
	*
	* @category conversions
	* @since 2.0.0
	*/
	exports.toUndefined = (0, exports.match)(function_1.constUndefined, function_1.identity);
	function elem(E) {
		return function(a, ma) {
			if (ma === void 0) {
				var elemE_1 = elem(E);
				return function(ma) {
					return elemE_1(a, ma);
				};
			}
			return (0, exports.isNone)(ma) ? false : E.equals(a, ma.value);
		};
	}
	/**
	* Returns `true` if the predicate is satisfied by the wrapped value
	*
	* @example
	* import { some, none, exists } from 'fp-ts/Option'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.strictEqual(
	*   pipe(
	*     some(1),
	*     exists(n => n > 0)
	*   ),
	*   true
	* )
	* assert.strictEqual(
	*   pipe(
	*     some(1),
	*     exists(n => n > 1)
	*   ),
	*   false
	* )
	* assert.strictEqual(
	*   pipe(
	*     none,
	*     exists(n => n > 0)
	*   ),
	*   false
	* )
	*
	* @since 2.0.0
	*/
	var exists = function(predicate) {
		return function(ma) {
			return (0, exports.isNone)(ma) ? false : predicate(ma.value);
		};
	};
	exports.exists = exists;
	/**
	* @category do notation
	* @since 2.9.0
	*/
	exports.Do = (0, exports.of)(_.emptyRecord);
	/**
	* @category do notation
	* @since 2.8.0
	*/
	exports.bindTo = (0, Functor_1.bindTo)(exports.Functor);
	var let_ = /*#__PURE__*/ (0, Functor_1.let)(exports.Functor);
	exports.let = let_;
	/**
	* @category do notation
	* @since 2.8.0
	*/
	exports.bind = chainable.bind(exports.Chain);
	/**
	* @category do notation
	* @since 2.8.0
	*/
	exports.apS = (0, Apply_1.apS)(exports.Apply);
	/**
	* @since 2.11.0
	*/
	exports.ApT = (0, exports.of)(_.emptyReadonlyArray);
	/**
	* Equivalent to `ReadonlyNonEmptyArray#traverseWithIndex(Applicative)`.
	*
	* @category traversing
	* @since 2.11.0
	*/
	var traverseReadonlyNonEmptyArrayWithIndex = function(f) {
		return function(as) {
			var o = f(0, _.head(as));
			if ((0, exports.isNone)(o)) return exports.none;
			var out = [o.value];
			for (var i = 1; i < as.length; i++) {
				var o_1 = f(i, as[i]);
				if ((0, exports.isNone)(o_1)) return exports.none;
				out.push(o_1.value);
			}
			return (0, exports.some)(out);
		};
	};
	exports.traverseReadonlyNonEmptyArrayWithIndex = traverseReadonlyNonEmptyArrayWithIndex;
	/**
	* Equivalent to `ReadonlyArray#traverseWithIndex(Applicative)`.
	*
	* @category traversing
	* @since 2.11.0
	*/
	var traverseReadonlyArrayWithIndex = function(f) {
		var g = (0, exports.traverseReadonlyNonEmptyArrayWithIndex)(f);
		return function(as) {
			return _.isNonEmpty(as) ? g(as) : exports.ApT;
		};
	};
	exports.traverseReadonlyArrayWithIndex = traverseReadonlyArrayWithIndex;
	/**
	* Equivalent to `ReadonlyArray#traverseWithIndex(Applicative)`.
	*
	* @category traversing
	* @since 2.9.0
	*/
	exports.traverseArrayWithIndex = exports.traverseReadonlyArrayWithIndex;
	/**
	* Equivalent to `ReadonlyArray#traverse(Applicative)`.
	*
	* @category traversing
	* @since 2.9.0
	*/
	var traverseArray = function(f) {
		return (0, exports.traverseReadonlyArrayWithIndex)(function(_, a) {
			return f(a);
		});
	};
	exports.traverseArray = traverseArray;
	/**
	* Equivalent to `ReadonlyArray#sequence(Applicative)`.
	*
	* @category traversing
	* @since 2.9.0
	*/
	exports.sequenceArray = /*#__PURE__*/ (0, exports.traverseArray)(function_1.identity);
	/**
	* Alias of `flatMap`.
	*
	* @category legacy
	* @since 2.0.0
	*/
	exports.chain = exports.flatMap;
	/**
	* Alias of `tap`.
	*
	* @category legacy
	* @since 2.0.0
	*/
	exports.chainFirst = exports.tap;
	/**
	* Use `Refinement` module instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	function getRefinement(getOption) {
		return function(a) {
			return (0, exports.isSome)(getOption(a));
		};
	}
	/**
	* Use [`chainNullableK`](#chainnullablek) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.mapNullable = exports.chainNullableK;
	/**
	* This instance is deprecated, use small, specific instances instead.
	* For example if a function needs a `Functor` instance, pass `O.Functor` instead of `O.option`
	* (where `O` is from `import O from 'fp-ts/Option'`)
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.option = {
		URI: exports.URI,
		map: _map,
		of: exports.of,
		ap: _ap,
		chain: exports.flatMap,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight,
		traverse: _traverse,
		sequence: exports.sequence,
		zero: exports.zero,
		alt: _alt,
		extend: _extend,
		compact: exports.compact,
		separate: exports.separate,
		filter: _filter,
		filterMap: _filterMap,
		partition: _partition,
		partitionMap: _partitionMap,
		wither: _wither,
		wilt: _wilt,
		throwError: exports.throwError
	};
	/**
	* Use [`getApplySemigroup`](./Apply.ts.html#getapplysemigroup) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getApplySemigroup = (0, Apply_1.getApplySemigroup)(exports.Apply);
	/**
	* Use [`getApplicativeMonoid`](./Applicative.ts.html#getapplicativemonoid) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getApplyMonoid = (0, Applicative_1.getApplicativeMonoid)(exports.Applicative);
	/**
	* Use
	*
	* ```ts
	* import { first } from 'fp-ts/Semigroup'
	* import { getMonoid } from 'fp-ts/Option'
	*
	* getMonoid(first())
	* ```
	*
	* instead.
	*
	* Monoid returning the left-most non-`None` value
	*
	* | x       | y       | concat(x, y) |
	* | ------- | ------- | ------------ |
	* | none    | none    | none         |
	* | some(a) | none    | some(a)      |
	* | none    | some(b) | some(b)      |
	* | some(a) | some(b) | some(a)      |
	*
	* @example
	* import { getFirstMonoid, some, none } from 'fp-ts/Option'
	*
	* const M = getFirstMonoid<number>()
	* assert.deepStrictEqual(M.concat(none, none), none)
	* assert.deepStrictEqual(M.concat(some(1), none), some(1))
	* assert.deepStrictEqual(M.concat(none, some(2)), some(2))
	* assert.deepStrictEqual(M.concat(some(1), some(2)), some(1))
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	var getFirstMonoid = function() {
		return (0, exports.getMonoid)((0, Semigroup_1.first)());
	};
	exports.getFirstMonoid = getFirstMonoid;
	/**
	* Use
	*
	* ```ts
	* import { last } from 'fp-ts/Semigroup'
	* import { getMonoid } from 'fp-ts/Option'
	*
	* getMonoid(last())
	* ```
	*
	* instead.
	*
	* Monoid returning the right-most non-`None` value
	*
	* | x       | y       | concat(x, y) |
	* | ------- | ------- | ------------ |
	* | none    | none    | none         |
	* | some(a) | none    | some(a)      |
	* | none    | some(b) | some(b)      |
	* | some(a) | some(b) | some(b)      |
	*
	* @example
	* import { getLastMonoid, some, none } from 'fp-ts/Option'
	*
	* const M = getLastMonoid<number>()
	* assert.deepStrictEqual(M.concat(none, none), none)
	* assert.deepStrictEqual(M.concat(some(1), none), some(1))
	* assert.deepStrictEqual(M.concat(none, some(2)), some(2))
	* assert.deepStrictEqual(M.concat(some(1), some(2)), some(2))
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	var getLastMonoid = function() {
		return (0, exports.getMonoid)((0, Semigroup_1.last)());
	};
	exports.getLastMonoid = getLastMonoid;
}));

// domain/integrity/bytes.ts
var import_Option = /* @__PURE__ */ __toESM(require_Option(), 1);
/**
* Bytes and their texts, for code that runs in Node and in a browser alike: the standard `Uint8Array.fromBase64` is too
* young for the oldest Node that the verifier has to run on. Reading is strict: one text for one value.
*/
const encoder = new TextEncoder();
let joint = /* @__PURE__ */ new Uint8Array(4096);
const utf8 = (text) => encoder.encode(text);
/**
* Calls with these bytes and then those of the text, joined in memory that the next call uses again: hashing millions of
* short texts spares an allocation each. The bytes must not be kept.
*/
const withJoined = (bytes, text, use) => {
	const most = bytes.length + 3 * text.length;
	if (most > joint.length) joint = new Uint8Array(most * 2);
	joint.set(bytes);
	const { written } = encoder.encodeInto(text, joint.subarray(bytes.length));
	return use(joint.subarray(0, bytes.length + written));
};
const concat = (...parts) => {
	let length = 0;
	for (const part of parts) length += part.length;
	const joined = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
};
const equalBytes = (a, b) => {
	if (a.length !== b.length) return false;
	for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
	return true;
};
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** Lower-case hexadecimal. */
const toHex = (bytes) => {
	const { toHex: own } = bytes;
	if (own !== void 0) return own.call(bytes);
	let text = "";
	for (const byte of bytes) text += hexOfByte[byte];
	return text;
};
/** Value of each lower-case hexadecimal digit by its code; 16 for everything else. */
const valueOfHexDigit = (/* @__PURE__ */ new Uint8Array(128)).fill(16);
for (let value = 0; value < 16; value += 1) valueOfHexDigit[value.toString(16).charCodeAt(0)] = value;
/** Reads lower-case hexadecimal; none for anything else. */
const fromHex = (text) => {
	if (text.length % 2 !== 0) return import_Option.none;
	const bytes = new Uint8Array(text.length / 2);
	for (let index = 0; index < bytes.length; index += 1) {
		const high = valueOfHexDigit[text.charCodeAt(index * 2)] ?? 16;
		const low = valueOfHexDigit[text.charCodeAt(index * 2 + 1)] ?? 16;
		if (high > 15 || low > 15) return import_Option.none;
		bytes[index] = high * 16 + low;
	}
	return import_Option.some(bytes);
};
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const valueOfDigit$1 = new Map([...alphabet].map((character, value) => [character, value]));
/** Base64 of RFC 4648 section 4, with padding. */
const toBase64 = (bytes) => {
	let text = "";
	for (let at = 0; at < bytes.length; at += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
		const left = bytes.length - at;
		text += alphabet.charAt(a >> 2) + alphabet.charAt((a & 3) << 4 | b >> 4);
		text += left > 1 ? alphabet.charAt((b & 15) << 2 | c >> 6) : "=";
		text += left > 2 ? alphabet.charAt(c & 63) : "=";
	}
	return text;
};
/** Reads base64 of RFC 4648 section 4; none without its padding, with other characters or with bits left over. */
const fromBase64 = (text) => {
	if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return import_Option.none;
	const digits = text.replace(/=+$/, "");
	const bytes = new Uint8Array(Math.floor(digits.length * 6 / 8));
	let held = 0;
	let bits = 0;
	let at = 0;
	for (const digit of digits) {
		held = (held << 6 | (valueOfDigit$1.get(digit) ?? 0)) & 4095;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at] = held >> bits & 255;
		at += 1;
	}
	return (held & (1 << bits) - 1) === 0 ? import_Option.some(bytes) : import_Option.none;
};

// domain/integrity/bundle/explanation.ts
/**
* What every bundle says of itself, the same in each: a verifier refuses a bundle that explains itself otherwise, so
* that nobody is told to check less. The recipes need jq, xxd, base64 and openssl, and none of the ledger's programs.
*/
const bundleExplanation = [
	"This file proves that records were in the append-only log of a firearms register when its checkpoint was signed.",
	"Who holds it need not trust the register, nor the program that made it. Take the keys of the log and of its witnesses from somebody other than whoever gave you this file: those in \"policy\" are only a hint.",
	"WITH THE PUBLISHED VERIFIER (one file, no network): node ledger-verify.mjs FILE --policy POLICY_FROM_ELSEWHERE, or open ledger-verify.html in a browser and give it this file.",
	"BY HAND, the checkpoint: jq -rj .checkpoint FILE > checkpoint. It is a signed note (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) with the origin of the log, its size and the root of its Merkle tree (RFC 6962). golang.org/x/mod/sumdb/note opens it with the key of the log; c2sp.org/tlog-cosignature describes the lines of witnesses.",
	"BY HAND, the entry of event 0: (jq -rj '.events[0].envelopeSalt' FILE | xxd -r -p; jq -rj '.events[0].envelope' FILE) | openssl sha256 -binary > entry. The log holds these 32 bytes and nothing else.",
	"BY HAND, its leaf hash: (printf '\\000'; cat entry) | openssl sha256 -binary | base64 gives .events[0].leafHash.",
	`BY HAND, that the entry is in the tree: jq -rj '.checkpoint as $c | .events[0] | "c2sp.org/tlog-proof@v1\\nindex \\(.index)\\n" + ([.inclusion[] + "\\n"] | join("")) + "\\n" + $c' FILE > 0.tlog-proof makes a proof that tools for c2sp.org/tlog-proof read; golang.org/x/mod/sumdb/tlog checks the hashes (CheckRecord).`,
	"BY HAND, the payload of event 0: (jq -rj '.events[0].payloadSalt' FILE | xxd -r -p; jq -rj '.events[0].payload' FILE) | openssl sha256 -binary | xxd -p -c 32 gives payloadHash of its envelope.",
	"BY HAND, a personal value: SHA-256 of its salt (bytes) followed by the value as canonical JSON (RFC 8785) is the commitment at its pointer in the payload.",
	"BY HAND, the time, where \"timestamp\" is not null: jq -rj .timestamp.token FILE | base64 -d > stamp.tsr; jq -rj .timestamp.note FILE > stamped; openssl ts -verify -in stamp.tsr -data stamped -CAfile CERTIFICATE_OF_THE_AUTHORITY. The stamped note is a checkpoint of this log: every event with an index below its size existed by then. golang.org/x/mod/sumdb/tlog checks \"timestamp.proof\" (CheckTree).",
	"INCLUSION: each event was in the log whose root the checkpoint states, at the stated index, with exactly these bytes.",
	"ORDER: the index is the order of recording; the time in \"recordedAt\" is the register's own clock.",
	"NOTHING LEFT OUT IN THE MIDDLE: each envelope holds the leaf hash of the event before it in its stream and a revision that counts from 0. So of a firearm or a stream, nothing is missing before the last event shown.",
	"NOT PROVED, nothing later: that no further event stands behind the last one shown. Only the whole log shows that (ledger-verify.mjs --log), or a later bundle.",
	"NOT PROVED, the truth: that what somebody reported is true. It is proved who the register says reported it, what, and that it was not changed since.",
	"NOT PROVED, one log for everybody: that the register shows others the same log. Cosignatures of independent witnesses show that, if your policy demands them.",
	"NOT PROVED, erasure: \"erased\" is the statement of the register that it destroyed the value behind a commitment.",
	"THE CHAIN in \"statement\" is computed from the events by published rules; the verifier computes it again and compares. \"digests\" shows damage of the file; it is no signature."
];

// domain/integrity/bundle/format.ts
/**
* A proof bundle: one file that holds what was recorded, how it hangs in the transparency log, and what the ledger
* answered from it. docs/proof-bundle.md is the specification. The file is the canonical JSON (RFC 8785) of `Bundle`
* and one line feed, so there is exactly one file for one bundle.
*/
const bundleFormat = "firearm-ledger/proof-bundle";
const digestOf = (sha256, value) => toHex(sha256(utf8(canonicalJson(value))));
/** The digests of all members but the digests themselves. */
const digestsOf = (sha256, content) => Object.fromEntries(Object.entries(content).filter(([name]) => name !== "digests").map(([name, value]) => [name, digestOf(sha256, value)]));

// domain/integrity/bundle/readBundle.ts
/** Far above any firearm's life with all its proofs. */
const fileBytesMax = 67108864;
const depthMax = 64;
const eventsMax = 1e4;
/** No tree whose leaves can be counted is higher. */
const hashesMax = 63;
const valuesMax = 1e3;
const must$1 = (holds) => (value) => holds(value) ? void 0 : "";
const matching$1 = (pattern) => must$1((value) => typeof value === "string" && pattern.test(value));
const isText = must$1((value) => typeof value === "string");
const isIndex = must$1((value) => Number.isSafeInteger(value) && value >= 0);
const isHash = matching$1(/^[A-Za-z0-9+/]{43}=$/);
const isMoment = matching$1(/^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const isPointer = matching$1(/^(?:\/(?:[^/~]|~[01])*)*$/);
const exactly = (wanted) => must$1((value) => value === wanted);
const orNull = (check) => (value) => value === null ? void 0 : check(value);
const list$1 = (of, most) => (value) => {
	if (!Array.isArray(value) || value.length > most) return "";
	for (let at = 0; at < value.length; at += 1) {
		const inner = of(value[at]);
		if (inner !== void 0) return `/${at}${inner}`;
	}
};
const isObject$2 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Exactly these members. */
const record$1 = (members) => (value) => {
	if (!isObject$2(value)) return "";
	for (const name of Object.keys(value)) if (!Object.hasOwn(members, name)) return `/${name}`;
	for (const [name, check] of Object.entries(members)) {
		const inner = Object.hasOwn(value, name) ? check(value[name]) : "";
		if (inner !== void 0) return `/${name}${inner}`;
	}
};
const subjects = {
	FIREARM: record$1({
		kind: isText,
		firearmId: isText,
		validAt: isMoment,
		knownAt: isMoment
	}),
	STREAM: record$1({
		kind: isText,
		stream: isText,
		knownAt: isMoment
	}),
	TRACE: record$1({
		kind: isText,
		stream: isText,
		knownAt: isMoment
	}),
	EVENTS: record$1({ kind: isText }),
	LOG: record$1({ kind: isText })
};
const isSubject = (value) => {
	const kind = isObject$2(value) ? value["kind"] : void 0;
	const check = typeof kind === "string" && Object.hasOwn(subjects, kind) ? subjects[kind] : void 0;
	return check === void 0 ? "/kind" : check(value);
};
const isEvent = record$1({
	envelope: isText,
	envelopeSalt: matching$1(/^[0-9a-f]{64}$/),
	erased: list$1(record$1({
		pointer: isPointer,
		rule: isText
	}), valuesMax),
	inclusion: list$1(isHash, hashesMax),
	index: isIndex,
	leafHash: isHash,
	opened: list$1(record$1({
		pointer: isPointer,
		salt: matching$1(/^[0-9a-f]{64}$/),
		value: (value) => value === void 0 ? "" : void 0
	}), valuesMax),
	payload: orNull(isText),
	payloadSalt: orNull(matching$1(/^[0-9a-f]{32}$/))
});
const isBundle = record$1({
	checkpoint: isText,
	consistency: orNull(record$1({
		proof: list$1(isHash, 126),
		size: isIndex
	})),
	digests: (value) => isObject$2(value) ? void 0 : "",
	events: list$1(isEvent, eventsMax),
	explanation: list$1(isText, 1e3),
	format: exactly(bundleFormat),
	madeAt: isMoment,
	policy: isText,
	statement: () => void 0,
	subject: isSubject,
	timestamp: orNull(record$1({
		note: isText,
		proof: list$1(isHash, 126),
		token: isText
	})),
	version: exactly(1)
});
/**
* Why a text is not read at all: brackets that open deeper than any bundle goes, since what follows recurs into them; and
* half a pair of surrogates, which has no UTF-8, so that two texts would have one hash.
*/
const unfit = (text) => {
	let depth = 0;
	let inString = false;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (inString) {
			if (code === 92) {
				if (/^u[dD]/.test(text.slice(at + 1, at + 3))) return "it holds half a character";
				at += 1;
			} else if (code === 34) inString = false;
		} else if (code === 34) inString = true;
		else if (code === 123 || code === 91) {
			depth += 1;
			if (depth > depthMax) return "it is nested more deeply than any of its kind";
		} else if (code === 125 || code === 93) depth -= 1;
	}
};
/** The JSON of a text, or where it breaks off; undefined where the engine does not say. */
const parsed = (text) => {
	try {
		return { value: JSON.parse(text) };
	} catch (error) {
		return { broken: error instanceof Error ? error.message : "it is no JSON" };
	}
};
const firstDifference$1 = (one, other) => {
	const length = Math.min(one.length, other.length);
	for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at;
	return length;
};
/** The longest beginning of these bytes that is UTF-8. */
const firstNonUtf8 = (bytes) => {
	const back = utf8(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
	return firstDifference$1(bytes, back);
};
/** The canonical JSON value that a file holds, read so strictly that no byte of it could be another one. */
const readCanonical = (bytes, findings) => {
	const unreadable = (message, byte) => {
		findings.fault("FILE", "FILE_UNREADABLE", message, {
			part: "FILE",
			...byte === void 0 ? {} : { byte }
		});
	};
	if (bytes.length > fileBytesMax) return unreadable(`The file has ${bytes.length} bytes; none of its kind has more than ${fileBytesMax}.`);
	let text;
	try {
		text = new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		const byte = firstNonUtf8(bytes);
		return unreadable(`Byte ${byte} is not UTF-8: the file was damaged.`, byte);
	}
	const reason = unfit(text);
	if (reason !== void 0) return unreadable(`The file cannot be read: ${reason}.`);
	const result = parsed(text);
	if ("broken" in result) return unreadable(`The file is no JSON: ${result.broken}.`);
	let canonical;
	try {
		canonical = `${canonicalJson(result.value)}\n`;
	} catch {
		return unreadable("The file holds a number that JSON cannot carry.");
	}
	if (canonical !== text) {
		const byte = firstDifference$1(bytes, utf8(canonical));
		findings.fault("FILE", "FILE_NOT_CANONICAL", `From byte ${byte} on the file is not written as such a file is: there is a blank, a member that stands twice or in another order, or a value that is written differently.`, {
			part: "FILE",
			byte
		});
	}
	return { value: result.value };
};
/** Reads a bundle. Undefined where it cannot be told what the file says; faults that leave it readable are only noted. */
const readBundle = (sha256, bytes, findings) => {
	const read = readCanonical(bytes, findings);
	if (read === void 0) return void 0;
	const { format, version } = isObject$2(read.value) ? read.value : {};
	if (format !== "firearm-ledger/proof-bundle") {
		findings.fault("FILE", "UNKNOWN_FORMAT", `The file is no proof bundle: "format" is not "${bundleFormat}".`, {
			part: "FILE",
			pointer: "/format"
		});
		return;
	}
	if (version !== 1) {
		findings.fault("FILE", "UNKNOWN_VERSION", "The bundle is of a version that this verifier does not know. Use the verifier that is published with it.", {
			part: "FILE",
			pointer: "/version"
		});
		return;
	}
	const wrong = isBundle(read.value);
	if (wrong !== void 0) {
		findings.fault("FILE", "MALFORMED", `What stands at ${wrong} of the file is not what a bundle has there.`, {
			part: "FILE",
			pointer: wrong
		});
		return;
	}
	const bundle = read.value;
	const digests = digestsOf(sha256, bundle);
	for (const name of /* @__PURE__ */ new Set([...Object.keys(digests), ...Object.keys(bundle.digests)])) if (!Object.hasOwn(bundle.digests, name) || bundle.digests[name] !== digests[name]) findings.fault("FILE", "MEMBER_CHANGED", `The member "${name}" of the file is not the one that its digest was made of: one of them was changed.`, {
		part: "FILE",
		pointer: `/${name}`
	});
	if (canonicalJson(bundle.explanation) !== canonicalJson(bundleExplanation)) findings.fault("FILE", "EXPLANATION_CHANGED", "What the file says about how to check it is not what such files say: do not follow it.", {
		part: "FILE",
		pointer: "/explanation"
	});
	return bundle;
};

// domain/firearm/custodyWords.ts
/** Each custody as a lay reader understands it: "it …". */
const custodyWords = {
	NEW: "was not recorded yet",
	MFD: "was with its maker",
	TRD: "was in the trade",
	HLD: "was held",
	STK: "was State stock",
	TMP: "was in temporary custody",
	TRN: "was on its way abroad",
	LST: "was reported lost",
	STL: "was reported stolen",
	AUT: "was with an authority",
	SZD: "was seized",
	FRF: "was forfeited",
	EXP: "was abroad",
	DSM: "was dismantled",
	DST: "was destroyed"
};

// domain/integrity/verify/envelope.ts
const isObject$1 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** The JSON value of a canonical text; undefined for any other text. */
const canonicalValue = (text) => {
	try {
		const value = JSON.parse(text);
		return canonicalJson(value) === text ? { value } : void 0;
	} catch {
		return;
	}
};
const isCount$1 = (value) => Number.isSafeInteger(value) && value >= 0;
const hash = /^[0-9a-f]{64}$/;
const names = "eventId,metadata,metadataHash,payloadHash,previous,recordedAt,revision,schemaVersion,stream,type,v";
/** Reads an envelope; undefined for a text that is none of version 1. */
const readEnvelope = (text) => {
	const read = canonicalValue(text);
	if (read === void 0 || !isObject$1(read.value)) return void 0;
	const { eventId, metadata, metadataHash, payloadHash, previous, recordedAt, revision, schemaVersion } = read.value;
	const { stream, type, v } = read.value;
	if (Object.keys(read.value).sort().join(",") !== names || v !== 1) return void 0;
	if (typeof eventId !== "string" || typeof stream !== "string" || typeof type !== "string") return void 0;
	if (!isObject$1(metadata) || !isCount$1(revision) || !isCount$1(schemaVersion)) return void 0;
	if (typeof metadataHash !== "string" || !hash.test(metadataHash)) return void 0;
	if (typeof payloadHash !== "string" || !hash.test(payloadHash)) return void 0;
	if (previous !== null && (typeof previous !== "string" || !hash.test(previous))) return void 0;
	if (previous === null !== (revision === 0)) return void 0;
	const instant = typeof recordedAt === "string" ? Date.parse(recordedAt) : NaN;
	if (Number.isNaN(instant) || new Date(instant).toISOString() !== recordedAt) return void 0;
	return {
		eventId,
		metadata,
		payloadHash,
		previous,
		recordedAt: instant,
		revision,
		schemaVersion,
		stream,
		type
	};
};

// domain/integrity/verify/report.ts
/** A verdict in plain sentences, for a judge and for the expert of either party. */
const checkTitles = {
	FILE: "The file itself",
	SIGNATURE: "Signature of the log",
	WITNESSES: "Independent witnesses",
	CONSISTENCY: "Continuation of the log that you knew",
	INCLUSION: "Records in the log",
	PAYLOADS: "Contents of the records",
	PERSONAL_VALUES: "Personal values shown in clear",
	STREAMS: "Order and completeness",
	STATEMENT: "Chain of custody",
	WHOLE_LOG: "The whole log",
	TIMESTAMP: "Time stamp"
};
const resultWords = {
	PASSED: "good",
	FAILED: "FAULT",
	NOT_DONE: "not checked"
};
/** Where a fault is, in words. */
const placeText = (place) => [
	...place.part === "EVENT" ? [] : [place.part.toLowerCase()],
	...place.line === void 0 ? [] : [`line ${place.line}`],
	...place.byte === void 0 ? [] : [`byte ${place.byte}`],
	...place.event === void 0 ? [] : [`event ${place.event} of the file`],
	...place.leafIndex === void 0 ? [] : [place.leafEnd === void 0 ? `leaf ${place.leafIndex} of the log` : `leaves from ${place.leafIndex} up to, not including, ${place.leafEnd}`],
	...place.stream === void 0 ? [] : [`stream ${place.stream}`],
	...place.revision === void 0 ? [] : [`revision ${place.revision}`],
	...place.pointer === void 0 ? [] : [`at ${place.pointer === "" ? "/" : place.pointer}`]
].join(", ");
const headline = ({ good, faults, notes }) => good ? notes.length === 0 ? "VERIFIED. What this file shows is what the log holds." : "VERIFIED, BUT ONLY BY KEYS THAT THE FILE ITSELF NAMES." : `NOT VERIFIED. ${faults.length} ${faults.length === 1 ? "fault was" : "faults were"} found.`;
const subjectText = (subject) => {
	if (!isObject$1(subject)) return void 0;
	const { kind, firearmId, validAt, knownAt, stream, events } = subject;
	switch (kind) {
		case "FIREARM": return `Firearm ${firearmId}, as of ${validAt}, as known at ${knownAt}.`;
		case "STREAM": return `The records of ${stream}, as known at ${knownAt}.`;
		case "TRACE": return `The trace ${stream}, as known at ${knownAt}.`;
		case "EVENTS": return "A selection of records.";
		case "LOG": return "Two checkpoints of the log.";
		case "WHOLE_LOG": return `A whole log of ${events} events.`;
		default: return;
	}
};
const partyText = (holder) => {
	if (!isObject$1(holder)) return "nobody is recorded as answering for it";
	const { party, role } = holder;
	return typeof party === "string" ? `${party} answered for it (${String(role).toLowerCase()})` : "who answered for it is not known";
};
const writtenOf = (boundary) => isObject$1(boundary) && typeof boundary["written"] === "string" ? boundary["written"] : "";
/** The proved chain of custody, a line an interval. */
const chainLines = (statement) => {
	if (!isObject$1(statement) || !Array.isArray(statement["intervals"])) return [];
	const { disputed, inconsistent, gaps } = statement;
	const count = (list) => Array.isArray(list) ? list.length : 0;
	return [
		...statement["intervals"].filter(isObject$1).map(({ from, to, custody, holder, basis }) => {
			const type = isObject$1(basis) ? basis["type"] : "";
			const words = custodyWords[custody] ?? custody;
			return `From ${writtenOf(from)} ${to === null ? "on" : `until ${writtenOf(to)}`} it ${words}; ${partyText(holder)} (record: ${type}).`;
		}),
		...count(gaps) > 0 ? [`Gaps in the chain: ${count(gaps)}`] : [],
		...count(disputed) > 0 ? [`Recorded without effect until an authority decides: ${count(disputed)}`] : [],
		...count(inconsistent) > 0 ? [`Recorded in contradiction to the rest: ${count(inconsistent)}`] : []
	];
};
/** What the result means, and what it does not. */
const meaning = ({ good, subject }) => {
	if (!good) return ["Do not rely on this file before the faults are explained. A fault can be damage in transport: ask for the file again, from its source.", "If the same fault comes again, what is shown is not what was recorded, and the places named above say where."];
	const kind = isObject$1(subject) ? subject["kind"] : void 0;
	return [
		kind === "LOG" ? "It means: the log has only grown between the two checkpoints." : "It means: these records were in the log when the checkpoint was signed, byte for byte, in this order, and none was changed since.",
		...kind === "FIREARM" || kind === "STREAM" || kind === "TRACE" ? ["It means: nothing was left out before the last record shown."] : [],
		...kind === "FIREARM" ? ["It means: the chain of custody follows from the records by the published rules."] : [],
		kind === "WHOLE_LOG" ? "It does not mean that no newer events exist, unless you brought the newest checkpoint." : "It does not mean that no later record exists: only the whole log, or a later file, shows that.",
		"It does not mean that what was reported is true. It shows what was recorded, and who the register says reported it."
	];
};
const faultText = ({ kind, message, at }, index) => `  ${index + 1}. ${message}\n     (${kind}; ${placeText(at)})`;
/** The whole report as text. `name` is that of the verified file. */
const reportText = (verdict, name) => {
	const { checks, faults, notes, checkpoint, statement } = verdict;
	const about = subjectText(verdict.subject);
	const section = (title, lines) => lines.length === 0 ? [] : [
		"",
		title,
		...lines
	];
	return [
		headline(verdict),
		"",
		`File: ${name}`,
		...about === void 0 ? [] : [`About: ${about}`],
		...checkpoint === void 0 ? [] : [`Log: ${checkpoint.origin}, ${checkpoint.size} events, root ${checkpoint.root}`],
		...section("What was checked", checks.map(({ name: check, result, says }) => result === "FAILED" ? `  [${resultWords[result]}] ${checkTitles[check]}: see the faults below.` : `  [${resultWords[result]}] ${checkTitles[check]}: ${says}`)),
		...section("Faults", faults.map(faultText)),
		...section("Note", notes.map((note) => `  ${note}`)),
		...section("The chain of custody that is proved", chainLines(statement).map((line) => `  ${line}`)),
		...section("What this means", meaning(verdict).map((line) => `  ${line}`)),
		""
	].join("\n");
};

// domain/integrity/verify/verdict.ts
const checkNames = [
	"FILE",
	"SIGNATURE",
	"WITNESSES",
	"CONSISTENCY",
	"INCLUSION",
	"PAYLOADS",
	"PERSONAL_VALUES",
	"STREAMS",
	"STATEMENT",
	"WHOLE_LOG",
	"TIMESTAMP"
];
/** So many faults are kept; a file in which everything is wrong needs no more. */
const faultsMax = 1e3;
/** Collects what checks find. */
const createFindings = () => {
	const faults = [];
	const failed = /* @__PURE__ */ new Set();
	const said = /* @__PURE__ */ new Map();
	const notes = [];
	return {
		faults,
		fault: (check, kind, message, at) => {
			failed.add(check);
			if (faults.length < faultsMax) faults.push({
				kind,
				message,
				at
			});
		},
		/** The check was made; it passed unless it found a fault. */
		done: (check, says) => {
			said.set(check, {
				done: true,
				says
			});
		},
		notDone: (check, says) => {
			said.set(check, {
				done: false,
				says
			});
		},
		note: (text) => {
			notes.push(text);
		},
		hasFailed: (check) => failed.has(check),
		verdict: (more = {}) => ({
			good: faults.length === 0,
			checks: checkNames.flatMap((name) => {
				const what = said.get(name);
				if (failed.has(name)) return [{
					name,
					result: "FAILED",
					says: what?.says ?? "A fault was found."
				}];
				if (what === void 0) return [];
				return [{
					name,
					result: what.done ? "PASSED" : "NOT_DONE",
					says: what.says
				}];
			}),
			faults,
			notes,
			...more
		})
	};
};

// node_modules/fp-ts/lib/ChainRec.js
var require_ChainRec = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.tailRec = void 0;
	/**
	* @since 2.0.0
	*/
	var tailRec = function(startWith, f) {
		var ab = f(startWith);
		while (ab._tag === "Left") ab = f(ab.left);
		return ab.right;
	};
	exports.tailRec = tailRec;
}));

// node_modules/fp-ts/lib/Either.js
var require_Either = /* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	var __createBinding = this$1 && this$1.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$1 && this$1.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$1 && this$1.__importStar || function(mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) {
			for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
		}
		__setModuleDefault(result, mod);
		return result;
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.match = exports.foldW = exports.matchW = exports.isRight = exports.isLeft = exports.fromOption = exports.fromPredicate = exports.FromEither = exports.MonadThrow = exports.throwError = exports.ChainRec = exports.Extend = exports.extend = exports.Alt = exports.alt = exports.altW = exports.Bifunctor = exports.mapLeft = exports.bimap = exports.Traversable = exports.sequence = exports.traverse = exports.Foldable = exports.reduceRight = exports.foldMap = exports.reduce = exports.Monad = exports.Chain = exports.Applicative = exports.Apply = exports.ap = exports.apW = exports.Pointed = exports.of = exports.asUnit = exports.as = exports.Functor = exports.map = exports.getAltValidation = exports.getApplicativeValidation = exports.getWitherable = exports.getFilterable = exports.getCompactable = exports.getSemigroup = exports.getEq = exports.getShow = exports.URI = exports.flatMap = exports.right = exports.left = void 0;
	exports.either = exports.stringifyJSON = exports.chainFirstW = exports.chainFirst = exports.chain = exports.chainW = exports.sequenceArray = exports.traverseArray = exports.traverseArrayWithIndex = exports.traverseReadonlyArrayWithIndex = exports.traverseReadonlyNonEmptyArrayWithIndex = exports.ApT = exports.apSW = exports.apS = exports.bindW = exports.bind = exports.let = exports.bindTo = exports.Do = exports.exists = exports.toUnion = exports.chainNullableK = exports.fromNullableK = exports.tryCatchK = exports.tryCatch = exports.fromNullable = exports.orElse = exports.orElseW = exports.swap = exports.filterOrElseW = exports.filterOrElse = exports.flatMapOption = exports.flatMapNullable = exports.liftOption = exports.liftNullable = exports.chainOptionKW = exports.chainOptionK = exports.fromOptionK = exports.duplicate = exports.flatten = exports.flattenW = exports.tap = exports.apSecondW = exports.apSecond = exports.apFirstW = exports.apFirst = exports.flap = exports.getOrElse = exports.getOrElseW = exports.fold = void 0;
	exports.getValidationMonoid = exports.getValidationSemigroup = exports.getApplyMonoid = exports.getApplySemigroup = void 0;
	exports.toError = toError;
	exports.elem = elem;
	exports.parseJSON = parseJSON;
	exports.getValidation = getValidation;
	var Applicative_1 = require_Applicative();
	var Apply_1 = require_Apply();
	var chainable = __importStar(require_Chain());
	var ChainRec_1 = require_ChainRec();
	var FromEither_1 = require_FromEither();
	var function_1 = require_function();
	var Functor_1 = require_Functor();
	var _ = __importStar(require_internal());
	var Separated_1 = require_Separated();
	var Witherable_1 = require_Witherable();
	/**
	* Constructs a new `Either` holding a `Left` value. This usually represents a failure, due to the right-bias of this
	* structure.
	*
	* @category constructors
	* @since 2.0.0
	*/
	exports.left = _.left;
	/**
	* Constructs a new `Either` holding a `Right` value. This usually represents a successful value due to the right bias
	* of this structure.
	*
	* @category constructors
	* @since 2.0.0
	*/
	exports.right = _.right;
	/**
	* @category sequencing
	* @since 2.14.0
	*/
	exports.flatMap = (0, function_1.dual)(2, function(ma, f) {
		return (0, exports.isLeft)(ma) ? ma : f(ma.right);
	});
	var _map = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.map)(f));
	};
	var _ap = function(fab, fa) {
		return (0, function_1.pipe)(fab, (0, exports.ap)(fa));
	};
	/* istanbul ignore next */
	var _reduce = function(fa, b, f) {
		return (0, function_1.pipe)(fa, (0, exports.reduce)(b, f));
	};
	/* istanbul ignore next */
	var _foldMap = function(M) {
		return function(fa, f) {
			var foldMapM = (0, exports.foldMap)(M);
			return (0, function_1.pipe)(fa, foldMapM(f));
		};
	};
	/* istanbul ignore next */
	var _reduceRight = function(fa, b, f) {
		return (0, function_1.pipe)(fa, (0, exports.reduceRight)(b, f));
	};
	var _traverse = function(F) {
		var traverseF = (0, exports.traverse)(F);
		return function(ta, f) {
			return (0, function_1.pipe)(ta, traverseF(f));
		};
	};
	var _bimap = function(fa, f, g) {
		return (0, function_1.pipe)(fa, (0, exports.bimap)(f, g));
	};
	var _mapLeft = function(fa, f) {
		return (0, function_1.pipe)(fa, (0, exports.mapLeft)(f));
	};
	/* istanbul ignore next */
	var _alt = function(fa, that) {
		return (0, function_1.pipe)(fa, (0, exports.alt)(that));
	};
	/* istanbul ignore next */
	var _extend = function(wa, f) {
		return (0, function_1.pipe)(wa, (0, exports.extend)(f));
	};
	var _chainRec = function(a, f) {
		return (0, ChainRec_1.tailRec)(f(a), function(e) {
			return (0, exports.isLeft)(e) ? (0, exports.right)((0, exports.left)(e.left)) : (0, exports.isLeft)(e.right) ? (0, exports.left)(f(e.right.left)) : (0, exports.right)((0, exports.right)(e.right.right));
		});
	};
	/**
	* @category type lambdas
	* @since 2.0.0
	*/
	exports.URI = "Either";
	/**
	* @category instances
	* @since 2.0.0
	*/
	var getShow = function(SE, SA) {
		return { show: function(ma) {
			return (0, exports.isLeft)(ma) ? "left(".concat(SE.show(ma.left), ")") : "right(".concat(SA.show(ma.right), ")");
		} };
	};
	exports.getShow = getShow;
	/**
	* @category instances
	* @since 2.0.0
	*/
	var getEq = function(EL, EA) {
		return { equals: function(x, y) {
			return x === y || ((0, exports.isLeft)(x) ? (0, exports.isLeft)(y) && EL.equals(x.left, y.left) : (0, exports.isRight)(y) && EA.equals(x.right, y.right));
		} };
	};
	exports.getEq = getEq;
	/**
	* Semigroup returning the left-most non-`Left` value. If both operands are `Right`s then the inner values are
	* concatenated using the provided `Semigroup`
	*
	* @example
	* import { getSemigroup, left, right } from 'fp-ts/Either'
	* import { SemigroupSum } from 'fp-ts/number'
	*
	* const S = getSemigroup<string, number>(SemigroupSum)
	* assert.deepStrictEqual(S.concat(left('a'), left('b')), left('a'))
	* assert.deepStrictEqual(S.concat(left('a'), right(2)), right(2))
	* assert.deepStrictEqual(S.concat(right(1), left('b')), right(1))
	* assert.deepStrictEqual(S.concat(right(1), right(2)), right(3))
	*
	* @category instances
	* @since 2.0.0
	*/
	var getSemigroup = function(S) {
		return { concat: function(x, y) {
			return (0, exports.isLeft)(y) ? x : (0, exports.isLeft)(x) ? y : (0, exports.right)(S.concat(x.right, y.right));
		} };
	};
	exports.getSemigroup = getSemigroup;
	/**
	* Builds a `Compactable` instance for `Either` given `Monoid` for the left side.
	*
	* @category filtering
	* @since 2.10.0
	*/
	var getCompactable = function(M) {
		var empty = (0, exports.left)(M.empty);
		return {
			URI: exports.URI,
			_E: void 0,
			compact: function(ma) {
				return (0, exports.isLeft)(ma) ? ma : ma.right._tag === "None" ? empty : (0, exports.right)(ma.right.value);
			},
			separate: function(ma) {
				return (0, exports.isLeft)(ma) ? (0, Separated_1.separated)(ma, ma) : (0, exports.isLeft)(ma.right) ? (0, Separated_1.separated)((0, exports.right)(ma.right.left), empty) : (0, Separated_1.separated)(empty, (0, exports.right)(ma.right.right));
			}
		};
	};
	exports.getCompactable = getCompactable;
	/**
	* Builds a `Filterable` instance for `Either` given `Monoid` for the left side
	*
	* @category filtering
	* @since 2.10.0
	*/
	var getFilterable = function(M) {
		var empty = (0, exports.left)(M.empty);
		var _a = (0, exports.getCompactable)(M), compact = _a.compact, separate = _a.separate;
		var filter = function(ma, predicate) {
			return (0, exports.isLeft)(ma) ? ma : predicate(ma.right) ? ma : empty;
		};
		var partition = function(ma, p) {
			return (0, exports.isLeft)(ma) ? (0, Separated_1.separated)(ma, ma) : p(ma.right) ? (0, Separated_1.separated)(empty, (0, exports.right)(ma.right)) : (0, Separated_1.separated)((0, exports.right)(ma.right), empty);
		};
		return {
			URI: exports.URI,
			_E: void 0,
			map: _map,
			compact,
			separate,
			filter,
			filterMap: function(ma, f) {
				if ((0, exports.isLeft)(ma)) return ma;
				var ob = f(ma.right);
				return ob._tag === "None" ? empty : (0, exports.right)(ob.value);
			},
			partition,
			partitionMap: function(ma, f) {
				if ((0, exports.isLeft)(ma)) return (0, Separated_1.separated)(ma, ma);
				var e = f(ma.right);
				return (0, exports.isLeft)(e) ? (0, Separated_1.separated)((0, exports.right)(e.left), empty) : (0, Separated_1.separated)(empty, (0, exports.right)(e.right));
			}
		};
	};
	exports.getFilterable = getFilterable;
	/**
	* Builds `Witherable` instance for `Either` given `Monoid` for the left side
	*
	* @category filtering
	* @since 2.0.0
	*/
	var getWitherable = function(M) {
		var F_ = (0, exports.getFilterable)(M);
		var C = (0, exports.getCompactable)(M);
		return {
			URI: exports.URI,
			_E: void 0,
			map: _map,
			compact: F_.compact,
			separate: F_.separate,
			filter: F_.filter,
			filterMap: F_.filterMap,
			partition: F_.partition,
			partitionMap: F_.partitionMap,
			traverse: _traverse,
			sequence: exports.sequence,
			reduce: _reduce,
			foldMap: _foldMap,
			reduceRight: _reduceRight,
			wither: (0, Witherable_1.witherDefault)(exports.Traversable, C),
			wilt: (0, Witherable_1.wiltDefault)(exports.Traversable, C)
		};
	};
	exports.getWitherable = getWitherable;
	/**
	* The default [`Applicative`](#applicative) instance returns the first error, if you want to
	* get all errors you need to provide a way to concatenate them via a `Semigroup`.
	*
	* @example
	* import * as A from 'fp-ts/Apply'
	* import * as E from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	* import * as S from 'fp-ts/Semigroup'
	* import * as string from 'fp-ts/string'
	*
	* const parseString = (u: unknown): E.Either<string, string> =>
	*   typeof u === 'string' ? E.right(u) : E.left('not a string')
	*
	* const parseNumber = (u: unknown): E.Either<string, number> =>
	*   typeof u === 'number' ? E.right(u) : E.left('not a number')
	*
	* interface Person {
	*   readonly name: string
	*   readonly age: number
	* }
	*
	* const parsePerson = (
	*   input: Record<string, unknown>
	* ): E.Either<string, Person> =>
	*   pipe(
	*     E.Do,
	*     E.apS('name', parseString(input.name)),
	*     E.apS('age', parseNumber(input.age))
	*   )
	*
	* assert.deepStrictEqual(parsePerson({}), E.left('not a string')) // <= first error
	*
	* const Applicative = E.getApplicativeValidation(
	*   pipe(string.Semigroup, S.intercalate(', '))
	* )
	*
	* const apS = A.apS(Applicative)
	*
	* const parsePersonAll = (
	*   input: Record<string, unknown>
	* ): E.Either<string, Person> =>
	*   pipe(
	*     E.Do,
	*     apS('name', parseString(input.name)),
	*     apS('age', parseNumber(input.age))
	*   )
	*
	* assert.deepStrictEqual(parsePersonAll({}), E.left('not a string, not a number')) // <= all errors
	*
	* @category error handling
	* @since 2.7.0
	*/
	var getApplicativeValidation = function(SE) {
		return {
			URI: exports.URI,
			_E: void 0,
			map: _map,
			ap: function(fab, fa) {
				return (0, exports.isLeft)(fab) ? (0, exports.isLeft)(fa) ? (0, exports.left)(SE.concat(fab.left, fa.left)) : fab : (0, exports.isLeft)(fa) ? fa : (0, exports.right)(fab.right(fa.right));
			},
			of: exports.of
		};
	};
	exports.getApplicativeValidation = getApplicativeValidation;
	/**
	* The default [`Alt`](#alt) instance returns the last error, if you want to
	* get all errors you need to provide a way to concatenate them via a `Semigroup`.
	*
	* @example
	* import * as E from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	* import * as S from 'fp-ts/Semigroup'
	* import * as string from 'fp-ts/string'
	*
	* const parseString = (u: unknown): E.Either<string, string> =>
	*   typeof u === 'string' ? E.right(u) : E.left('not a string')
	*
	* const parseNumber = (u: unknown): E.Either<string, number> =>
	*   typeof u === 'number' ? E.right(u) : E.left('not a number')
	*
	* const parse = (u: unknown): E.Either<string, string | number> =>
	*   pipe(
	*     parseString(u),
	*     E.alt<string, string | number>(() => parseNumber(u))
	*   )
	*
	* assert.deepStrictEqual(parse(true), E.left('not a number')) // <= last error
	*
	* const Alt = E.getAltValidation(pipe(string.Semigroup, S.intercalate(', ')))
	*
	* const parseAll = (u: unknown): E.Either<string, string | number> =>
	*   Alt.alt<string | number>(parseString(u), () => parseNumber(u))
	*
	* assert.deepStrictEqual(parseAll(true), E.left('not a string, not a number')) // <= all errors
	*
	* @category error handling
	* @since 2.7.0
	*/
	var getAltValidation = function(SE) {
		return {
			URI: exports.URI,
			_E: void 0,
			map: _map,
			alt: function(me, that) {
				if ((0, exports.isRight)(me)) return me;
				var ea = that();
				return (0, exports.isLeft)(ea) ? (0, exports.left)(SE.concat(me.left, ea.left)) : ea;
			}
		};
	};
	exports.getAltValidation = getAltValidation;
	/**
	* @category mapping
	* @since 2.0.0
	*/
	var map = function(f) {
		return function(fa) {
			return (0, exports.isLeft)(fa) ? fa : (0, exports.right)(f(fa.right));
		};
	};
	exports.map = map;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Functor = {
		URI: exports.URI,
		map: _map
	};
	/**
	* Maps the `Right` value of this `Either` to the specified constant value.
	*
	* @category mapping
	* @since 2.16.0
	*/
	exports.as = (0, function_1.dual)(2, (0, Functor_1.as)(exports.Functor));
	/**
	* Maps the `Right` value of this `Either` to the void constant value.
	*
	* @category mapping
	* @since 2.16.0
	*/
	exports.asUnit = (0, Functor_1.asUnit)(exports.Functor);
	/**
	* @category constructors
	* @since 2.7.0
	*/
	exports.of = exports.right;
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Pointed = {
		URI: exports.URI,
		of: exports.of
	};
	/**
	* Less strict version of [`ap`](#ap).
	*
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @since 2.8.0
	*/
	var apW = function(fa) {
		return function(fab) {
			return (0, exports.isLeft)(fab) ? fab : (0, exports.isLeft)(fa) ? fa : (0, exports.right)(fab.right(fa.right));
		};
	};
	exports.apW = apW;
	/**
	* @since 2.0.0
	*/
	exports.ap = exports.apW;
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Apply = {
		URI: exports.URI,
		map: _map,
		ap: _ap
	};
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Applicative = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of
	};
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.Chain = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		chain: exports.flatMap
	};
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Monad = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of,
		chain: exports.flatMap
	};
	/**
	* Left-associative fold of a structure.
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import * as E from 'fp-ts/Either'
	*
	* const startWith = 'prefix'
	* const concat = (a: string, b: string) => `${a}:${b}`
	*
	* assert.deepStrictEqual(
	*   pipe(E.right('a'), E.reduce(startWith, concat)),
	*   'prefix:a'
	* )
	*
	* assert.deepStrictEqual(
	*   pipe(E.left('e'), E.reduce(startWith, concat)),
	*   'prefix'
	* )
	*
	* @category folding
	* @since 2.0.0
	*/
	var reduce = function(b, f) {
		return function(fa) {
			return (0, exports.isLeft)(fa) ? b : f(b, fa.right);
		};
	};
	exports.reduce = reduce;
	/**
	* Map each element of the structure to a monoid, and combine the results.
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import * as E from 'fp-ts/Either'
	* import * as S from 'fp-ts/string'
	*
	* const yell = (a: string) => `${a}!`
	*
	* assert.deepStrictEqual(
	*   pipe(E.right('a'), E.foldMap(S.Monoid)(yell)),
	*   'a!'
	* )
	*
	* assert.deepStrictEqual(
	*   pipe(E.left('e'), E.foldMap(S.Monoid)(yell)),
	*   S.Monoid.empty
	* )
	*
	* @category folding
	* @since 2.0.0
	*/
	var foldMap = function(M) {
		return function(f) {
			return function(fa) {
				return (0, exports.isLeft)(fa) ? M.empty : f(fa.right);
			};
		};
	};
	exports.foldMap = foldMap;
	/**
	* Right-associative fold of a structure.
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import * as E from 'fp-ts/Either'
	*
	* const startWith = 'postfix'
	* const concat = (a: string, b: string) => `${a}:${b}`
	*
	* assert.deepStrictEqual(
	*   pipe(E.right('a'), E.reduceRight(startWith, concat)),
	*   'a:postfix'
	* )
	*
	* assert.deepStrictEqual(
	*   pipe(E.left('e'), E.reduceRight(startWith, concat)),
	*   'postfix'
	* )
	*
	* @category folding
	* @since 2.0.0
	*/
	var reduceRight = function(b, f) {
		return function(fa) {
			return (0, exports.isLeft)(fa) ? b : f(fa.right, b);
		};
	};
	exports.reduceRight = reduceRight;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Foldable = {
		URI: exports.URI,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight
	};
	/**
	* Map each element of a structure to an action, evaluate these actions from left to right, and collect the results.
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import * as RA from 'fp-ts/ReadonlyArray'
	* import * as E from 'fp-ts/Either'
	* import * as O from 'fp-ts/Option'
	*
	* assert.deepStrictEqual(
	*   pipe(E.right(['a']), E.traverse(O.Applicative)(RA.head)),
	*   O.some(E.right('a'))
	*  )
	*
	* assert.deepStrictEqual(
	*   pipe(E.right([]), E.traverse(O.Applicative)(RA.head)),
	*   O.none
	* )
	*
	* @category traversing
	* @since 2.6.3
	*/
	var traverse = function(F) {
		return function(f) {
			return function(ta) {
				return (0, exports.isLeft)(ta) ? F.of((0, exports.left)(ta.left)) : F.map(f(ta.right), exports.right);
			};
		};
	};
	exports.traverse = traverse;
	/**
	* Evaluate each monadic action in the structure from left to right, and collect the results.
	*
	* @example
	* import { pipe } from 'fp-ts/function'
	* import * as E from 'fp-ts/Either'
	* import * as O from 'fp-ts/Option'
	*
	* assert.deepStrictEqual(
	*   pipe(E.right(O.some('a')), E.sequence(O.Applicative)),
	*   O.some(E.right('a'))
	*  )
	*
	* assert.deepStrictEqual(
	*   pipe(E.right(O.none), E.sequence(O.Applicative)),
	*   O.none
	* )
	*
	* @category traversing
	* @since 2.6.3
	*/
	var sequence = function(F) {
		return function(ma) {
			return (0, exports.isLeft)(ma) ? F.of((0, exports.left)(ma.left)) : F.map(ma.right, exports.right);
		};
	};
	exports.sequence = sequence;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Traversable = {
		URI: exports.URI,
		map: _map,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight,
		traverse: _traverse,
		sequence: exports.sequence
	};
	/**
	* Map a pair of functions over the two type arguments of the bifunctor.
	*
	* @category mapping
	* @since 2.0.0
	*/
	var bimap = function(f, g) {
		return function(fa) {
			return (0, exports.isLeft)(fa) ? (0, exports.left)(f(fa.left)) : (0, exports.right)(g(fa.right));
		};
	};
	exports.bimap = bimap;
	/**
	* Map a function over the first type argument of a bifunctor.
	*
	* @category error handling
	* @since 2.0.0
	*/
	var mapLeft = function(f) {
		return function(fa) {
			return (0, exports.isLeft)(fa) ? (0, exports.left)(f(fa.left)) : fa;
		};
	};
	exports.mapLeft = mapLeft;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Bifunctor = {
		URI: exports.URI,
		bimap: _bimap,
		mapLeft: _mapLeft
	};
	/**
	* Less strict version of [`alt`](#alt).
	*
	* The `W` suffix (short for **W**idening) means that the error and the return types will be merged.
	*
	* @category error handling
	* @since 2.9.0
	*/
	var altW = function(that) {
		return function(fa) {
			return (0, exports.isLeft)(fa) ? that() : fa;
		};
	};
	exports.altW = altW;
	/**
	* Identifies an associative operation on a type constructor. It is similar to `Semigroup`, except that it applies to
	* types of kind `* -> *`.
	*
	* In case of `Either` returns the left-most non-`Left` value (or the right-most `Left` value if both values are `Left`).
	*
	* | x        | y        | pipe(x, alt(() => y) |
	* | -------- | -------- | -------------------- |
	* | left(a)  | left(b)  | left(b)              |
	* | left(a)  | right(2) | right(2)             |
	* | right(1) | left(b)  | right(1)             |
	* | right(1) | right(2) | right(1)             |
	*
	* @example
	* import * as E from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     E.left('a'),
	*     E.alt(() => E.left('b'))
	*   ),
	*   E.left('b')
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     E.left('a'),
	*     E.alt(() => E.right(2))
	*   ),
	*   E.right(2)
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     E.right(1),
	*     E.alt(() => E.left('b'))
	*   ),
	*   E.right(1)
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     E.right(1),
	*     E.alt(() => E.right(2))
	*   ),
	*   E.right(1)
	* )
	*
	* @category error handling
	* @since 2.0.0
	*/
	exports.alt = exports.altW;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Alt = {
		URI: exports.URI,
		map: _map,
		alt: _alt
	};
	/**
	* @since 2.0.0
	*/
	var extend = function(f) {
		return function(wa) {
			return (0, exports.isLeft)(wa) ? wa : (0, exports.right)(f(wa));
		};
	};
	exports.extend = extend;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.Extend = {
		URI: exports.URI,
		map: _map,
		extend: _extend
	};
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.ChainRec = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		chain: exports.flatMap,
		chainRec: _chainRec
	};
	/**
	* @since 2.6.3
	*/
	exports.throwError = exports.left;
	/**
	* @category instances
	* @since 2.7.0
	*/
	exports.MonadThrow = {
		URI: exports.URI,
		map: _map,
		ap: _ap,
		of: exports.of,
		chain: exports.flatMap,
		throwError: exports.throwError
	};
	/**
	* @category instances
	* @since 2.10.0
	*/
	exports.FromEither = {
		URI: exports.URI,
		fromEither: function_1.identity
	};
	/**
	* @example
	* import { fromPredicate, left, right } from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     1,
	*     fromPredicate(
	*       (n) => n > 0,
	*       () => 'error'
	*     )
	*   ),
	*   right(1)
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     -1,
	*     fromPredicate(
	*       (n) => n > 0,
	*       () => 'error'
	*     )
	*   ),
	*   left('error')
	* )
	*
	* @category lifting
	* @since 2.0.0
	*/
	exports.fromPredicate = (0, FromEither_1.fromPredicate)(exports.FromEither);
	/**
	* @example
	* import * as E from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	* import * as O from 'fp-ts/Option'
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     O.some(1),
	*     E.fromOption(() => 'error')
	*   ),
	*   E.right(1)
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     O.none,
	*     E.fromOption(() => 'error')
	*   ),
	*   E.left('error')
	* )
	*
	* @category conversions
	* @since 2.0.0
	*/
	exports.fromOption = /*#__PURE__*/ (0, FromEither_1.fromOption)(exports.FromEither);
	/**
	* Returns `true` if the either is an instance of `Left`, `false` otherwise.
	*
	* @category refinements
	* @since 2.0.0
	*/
	exports.isLeft = _.isLeft;
	/**
	* Returns `true` if the either is an instance of `Right`, `false` otherwise.
	*
	* @category refinements
	* @since 2.0.0
	*/
	exports.isRight = _.isRight;
	/**
	* Less strict version of [`match`](#match).
	*
	* The `W` suffix (short for **W**idening) means that the handler return types will be merged.
	*
	* @category pattern matching
	* @since 2.10.0
	*/
	var matchW = function(onLeft, onRight) {
		return function(ma) {
			return (0, exports.isLeft)(ma) ? onLeft(ma.left) : onRight(ma.right);
		};
	};
	exports.matchW = matchW;
	/**
	* Alias of [`matchW`](#matchw).
	*
	* @category pattern matching
	* @since 2.10.0
	*/
	exports.foldW = exports.matchW;
	/**
	* Takes two functions and an `Either` value, if the value is a `Left` the inner value is applied to the first function,
	* if the value is a `Right` the inner value is applied to the second function.
	*
	* @example
	* import { match, left, right } from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	*
	* function onLeft(errors: Array<string>): string {
	*   return `Errors: ${errors.join(', ')}`
	* }
	*
	* function onRight(value: number): string {
	*   return `Ok: ${value}`
	* }
	*
	* assert.strictEqual(
	*   pipe(
	*     right(1),
	*     match(onLeft, onRight)
	*   ),
	*   'Ok: 1'
	* )
	* assert.strictEqual(
	*   pipe(
	*     left(['error 1', 'error 2']),
	*     match(onLeft, onRight)
	*   ),
	*   'Errors: error 1, error 2'
	* )
	*
	* @category pattern matching
	* @since 2.10.0
	*/
	exports.match = exports.matchW;
	/**
	* Alias of [`match`](#match).
	*
	* @category pattern matching
	* @since 2.0.0
	*/
	exports.fold = exports.match;
	/**
	* Less strict version of [`getOrElse`](#getorelse).
	*
	* The `W` suffix (short for **W**idening) means that the handler return type will be merged.
	*
	* @category error handling
	* @since 2.6.0
	*/
	var getOrElseW = function(onLeft) {
		return function(ma) {
			return (0, exports.isLeft)(ma) ? onLeft(ma.left) : ma.right;
		};
	};
	exports.getOrElseW = getOrElseW;
	/**
	* Returns the wrapped value if it's a `Right` or a default value if is a `Left`.
	*
	* @example
	* import { getOrElse, left, right } from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     right(1),
	*     getOrElse(() => 0)
	*   ),
	*   1
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     left('error'),
	*     getOrElse(() => 0)
	*   ),
	*   0
	* )
	*
	* @category error handling
	* @since 2.0.0
	*/
	exports.getOrElse = exports.getOrElseW;
	/**
	* @category mapping
	* @since 2.10.0
	*/
	exports.flap = (0, Functor_1.flap)(exports.Functor);
	/**
	* Combine two effectful actions, keeping only the result of the first.
	*
	* @since 2.0.0
	*/
	exports.apFirst = (0, Apply_1.apFirst)(exports.Apply);
	/**
	* Less strict version of [`apFirst`](#apfirst)
	*
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @since 2.12.0
	*/
	exports.apFirstW = exports.apFirst;
	/**
	* Combine two effectful actions, keeping only the result of the second.
	*
	* @since 2.0.0
	*/
	exports.apSecond = (0, Apply_1.apSecond)(exports.Apply);
	/**
	* Less strict version of [`apSecond`](#apsecond)
	*
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @since 2.12.0
	*/
	exports.apSecondW = exports.apSecond;
	/**
	* Composes computations in sequence, using the return value of one computation to determine the next computation and
	* keeping only the result of the first.
	*
	* @category combinators
	* @since 2.15.0
	*/
	exports.tap = (0, function_1.dual)(2, chainable.tap(exports.Chain));
	/**
	* Less strict version of [`flatten`](#flatten).
	*
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @category sequencing
	* @since 2.11.0
	*/
	exports.flattenW = /*#__PURE__*/ (0, exports.flatMap)(function_1.identity);
	/**
	* The `flatten` function is the conventional monad join operator. It is used to remove one level of monadic structure, projecting its bound argument into the outer level.
	*
	* @example
	* import * as E from 'fp-ts/Either'
	*
	* assert.deepStrictEqual(E.flatten(E.right(E.right('a'))), E.right('a'))
	* assert.deepStrictEqual(E.flatten(E.right(E.left('e'))), E.left('e'))
	* assert.deepStrictEqual(E.flatten(E.left('e')), E.left('e'))
	*
	* @category sequencing
	* @since 2.0.0
	*/
	exports.flatten = exports.flattenW;
	/**
	* @since 2.0.0
	*/
	exports.duplicate = (0, exports.extend)(function_1.identity);
	/**
	* Use `liftOption`.
	*
	* @category legacy
	* @since 2.10.0
	*/
	exports.fromOptionK = /*#__PURE__*/ (0, FromEither_1.fromOptionK)(exports.FromEither);
	/**
	* Use `flatMapOption`.
	*
	* @category legacy
	* @since 2.11.0
	*/
	exports.chainOptionK = (0, FromEither_1.chainOptionK)(exports.FromEither, exports.Chain);
	/**
	* Use `flatMapOption`.
	*
	* @category legacy
	* @since 2.13.2
	*/
	exports.chainOptionKW = exports.chainOptionK;
	/** @internal */
	var _FromEither = { fromEither: exports.FromEither.fromEither };
	/**
	* @category lifting
	* @since 2.15.0
	*/
	exports.liftNullable = _.liftNullable(_FromEither);
	/**
	* @category lifting
	* @since 2.15.0
	*/
	exports.liftOption = _.liftOption(_FromEither);
	/** @internal */
	var _FlatMap = { flatMap: exports.flatMap };
	/**
	* @category sequencing
	* @since 2.15.0
	*/
	exports.flatMapNullable = _.flatMapNullable(_FromEither, _FlatMap);
	/**
	* @category sequencing
	* @since 2.15.0
	*/
	exports.flatMapOption = _.flatMapOption(_FromEither, _FlatMap);
	/**
	* @example
	* import * as E from 'fp-ts/Either'
	* import { pipe } from 'fp-ts/function'
	*
	* assert.deepStrictEqual(
	*   pipe(
	*     E.right(1),
	*     E.filterOrElse(
	*       (n) => n > 0,
	*       () => 'error'
	*     )
	*   ),
	*   E.right(1)
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     E.right(-1),
	*     E.filterOrElse(
	*       (n) => n > 0,
	*       () => 'error'
	*     )
	*   ),
	*   E.left('error')
	* )
	* assert.deepStrictEqual(
	*   pipe(
	*     E.left('a'),
	*     E.filterOrElse(
	*       (n) => n > 0,
	*       () => 'error'
	*     )
	*   ),
	*   E.left('a')
	* )
	*
	* @category filtering
	* @since 2.0.0
	*/
	exports.filterOrElse = (0, FromEither_1.filterOrElse)(exports.FromEither, exports.Chain);
	/**
	* Less strict version of [`filterOrElse`](#filterorelse).
	*
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @category filtering
	* @since 2.9.0
	*/
	exports.filterOrElseW = exports.filterOrElse;
	/**
	* Returns a `Right` if is a `Left` (and vice versa).
	*
	* @since 2.0.0
	*/
	var swap = function(ma) {
		return (0, exports.isLeft)(ma) ? (0, exports.right)(ma.left) : (0, exports.left)(ma.right);
	};
	exports.swap = swap;
	/**
	* Less strict version of [`orElse`](#orelse).
	*
	* The `W` suffix (short for **W**idening) means that the return types will be merged.
	*
	* @category error handling
	* @since 2.10.0
	*/
	var orElseW = function(onLeft) {
		return function(ma) {
			return (0, exports.isLeft)(ma) ? onLeft(ma.left) : ma;
		};
	};
	exports.orElseW = orElseW;
	/**
	* Useful for recovering from errors.
	*
	* @category error handling
	* @since 2.0.0
	*/
	exports.orElse = exports.orElseW;
	/**
	* Takes a default and a nullable value, if the value is not nully, turn it into a `Right`, if the value is nully use
	* the provided default as a `Left`.
	*
	* @example
	* import { fromNullable, left, right } from 'fp-ts/Either'
	*
	* const parse = fromNullable('nully')
	*
	* assert.deepStrictEqual(parse(1), right(1))
	* assert.deepStrictEqual(parse(null), left('nully'))
	*
	* @category conversions
	* @since 2.0.0
	*/
	var fromNullable = function(e) {
		return function(a) {
			return a == null ? (0, exports.left)(e) : (0, exports.right)(a);
		};
	};
	exports.fromNullable = fromNullable;
	/**
	* Constructs a new `Either` from a function that might throw.
	*
	* See also [`tryCatchK`](#trycatchk).
	*
	* @example
	* import * as E from 'fp-ts/Either'
	*
	* const unsafeHead = <A>(as: ReadonlyArray<A>): A => {
	*   if (as.length > 0) {
	*     return as[0]
	*   } else {
	*     throw new Error('empty array')
	*   }
	* }
	*
	* const head = <A>(as: ReadonlyArray<A>): E.Either<Error, A> =>
	*   E.tryCatch(() => unsafeHead(as), e => (e instanceof Error ? e : new Error('unknown error')))
	*
	* assert.deepStrictEqual(head([]), E.left(new Error('empty array')))
	* assert.deepStrictEqual(head([1, 2, 3]), E.right(1))
	*
	* @category interop
	* @since 2.0.0
	*/
	var tryCatch = function(f, onThrow) {
		try {
			return (0, exports.right)(f());
		} catch (e) {
			return (0, exports.left)(onThrow(e));
		}
	};
	exports.tryCatch = tryCatch;
	/**
	* Converts a function that may throw to one returning a `Either`.
	*
	* @category interop
	* @since 2.10.0
	*/
	var tryCatchK = function(f, onThrow) {
		return function() {
			var a = [];
			for (var _i = 0; _i < arguments.length; _i++) a[_i] = arguments[_i];
			return (0, exports.tryCatch)(function() {
				return f.apply(void 0, a);
			}, onThrow);
		};
	};
	exports.tryCatchK = tryCatchK;
	/**
	* Use `liftNullable`.
	*
	* @category legacy
	* @since 2.9.0
	*/
	var fromNullableK = function(e) {
		var from = (0, exports.fromNullable)(e);
		return function(f) {
			return (0, function_1.flow)(f, from);
		};
	};
	exports.fromNullableK = fromNullableK;
	/**
	* Use `flatMapNullable`.
	*
	* @category legacy
	* @since 2.9.0
	*/
	var chainNullableK = function(e) {
		var from = (0, exports.fromNullableK)(e);
		return function(f) {
			return (0, exports.flatMap)(from(f));
		};
	};
	exports.chainNullableK = chainNullableK;
	/**
	* @category conversions
	* @since 2.10.0
	*/
	exports.toUnion = (0, exports.foldW)(function_1.identity, function_1.identity);
	/**
	* Default value for the `onError` argument of `tryCatch`
	*
	* @since 2.0.0
	*/
	function toError(e) {
		try {
			return e instanceof Error ? e : new Error(String(e));
		} catch (error) {
			return /* @__PURE__ */ new Error();
		}
	}
	function elem(E) {
		return function(a, ma) {
			if (ma === void 0) {
				var elemE_1 = elem(E);
				return function(ma) {
					return elemE_1(a, ma);
				};
			}
			return (0, exports.isLeft)(ma) ? false : E.equals(a, ma.right);
		};
	}
	/**
	* Returns `false` if `Left` or returns the result of the application of the given predicate to the `Right` value.
	*
	* @example
	* import { exists, left, right } from 'fp-ts/Either'
	*
	* const gt2 = exists((n: number) => n > 2)
	*
	* assert.strictEqual(gt2(left('a')), false)
	* assert.strictEqual(gt2(right(1)), false)
	* assert.strictEqual(gt2(right(3)), true)
	*
	* @since 2.0.0
	*/
	var exists = function(predicate) {
		return function(ma) {
			return (0, exports.isLeft)(ma) ? false : predicate(ma.right);
		};
	};
	exports.exists = exists;
	/**
	* @category do notation
	* @since 2.9.0
	*/
	exports.Do = (0, exports.of)(_.emptyRecord);
	/**
	* @category do notation
	* @since 2.8.0
	*/
	exports.bindTo = (0, Functor_1.bindTo)(exports.Functor);
	var let_ = /*#__PURE__*/ (0, Functor_1.let)(exports.Functor);
	exports.let = let_;
	/**
	* @category do notation
	* @since 2.8.0
	*/
	exports.bind = chainable.bind(exports.Chain);
	/**
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @category do notation
	* @since 2.8.0
	*/
	exports.bindW = exports.bind;
	/**
	* @category do notation
	* @since 2.8.0
	*/
	exports.apS = (0, Apply_1.apS)(exports.Apply);
	/**
	* Less strict version of [`apS`](#aps).
	*
	* The `W` suffix (short for **W**idening) means that the error types will be merged.
	*
	* @category do notation
	* @since 2.8.0
	*/
	exports.apSW = exports.apS;
	/**
	* @since 2.11.0
	*/
	exports.ApT = (0, exports.of)(_.emptyReadonlyArray);
	/**
	* Equivalent to `ReadonlyNonEmptyArray#traverseWithIndex(Applicative)`.
	*
	* @category traversing
	* @since 2.11.0
	*/
	var traverseReadonlyNonEmptyArrayWithIndex = function(f) {
		return function(as) {
			var e = f(0, _.head(as));
			if ((0, exports.isLeft)(e)) return e;
			var out = [e.right];
			for (var i = 1; i < as.length; i++) {
				var e_1 = f(i, as[i]);
				if ((0, exports.isLeft)(e_1)) return e_1;
				out.push(e_1.right);
			}
			return (0, exports.right)(out);
		};
	};
	exports.traverseReadonlyNonEmptyArrayWithIndex = traverseReadonlyNonEmptyArrayWithIndex;
	/**
	* Equivalent to `ReadonlyArray#traverseWithIndex(Applicative)`.
	*
	* @category traversing
	* @since 2.11.0
	*/
	var traverseReadonlyArrayWithIndex = function(f) {
		var g = (0, exports.traverseReadonlyNonEmptyArrayWithIndex)(f);
		return function(as) {
			return _.isNonEmpty(as) ? g(as) : exports.ApT;
		};
	};
	exports.traverseReadonlyArrayWithIndex = traverseReadonlyArrayWithIndex;
	/**
	* Equivalent to `ReadonlyArray#traverseWithIndex(Applicative)`.
	*
	* @category traversing
	* @since 2.9.0
	*/
	exports.traverseArrayWithIndex = exports.traverseReadonlyArrayWithIndex;
	/**
	* Equivalent to `ReadonlyArray#traverse(Applicative)`.
	*
	* @category traversing
	* @since 2.9.0
	*/
	var traverseArray = function(f) {
		return (0, exports.traverseReadonlyArrayWithIndex)(function(_, a) {
			return f(a);
		});
	};
	exports.traverseArray = traverseArray;
	/**
	* Equivalent to `ReadonlyArray#sequence(Applicative)`.
	*
	* @category traversing
	* @since 2.9.0
	*/
	exports.sequenceArray = /*#__PURE__*/ (0, exports.traverseArray)(function_1.identity);
	/**
	* Alias of `flatMap`.
	*
	* @category legacy
	* @since 2.6.0
	*/
	exports.chainW = exports.flatMap;
	/**
	* Alias of `flatMap`.
	*
	* @category legacy
	* @since 2.0.0
	*/
	exports.chain = exports.flatMap;
	/**
	* Alias of `tap`.
	*
	* @category legacy
	* @since 2.0.0
	*/
	exports.chainFirst = exports.tap;
	/**
	* Alias of `tap`.
	*
	* @category legacy
	* @since 2.8.0
	*/
	exports.chainFirstW = exports.tap;
	/**
	* Use [`parse`](./Json.ts.html#parse) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	function parseJSON(s, onError) {
		return (0, exports.tryCatch)(function() {
			return JSON.parse(s);
		}, onError);
	}
	/**
	* Use [`stringify`](./Json.ts.html#stringify) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	var stringifyJSON = function(u, onError) {
		return (0, exports.tryCatch)(function() {
			var s = JSON.stringify(u);
			if (typeof s !== "string") throw new Error("Converting unsupported structure to JSON");
			return s;
		}, onError);
	};
	exports.stringifyJSON = stringifyJSON;
	/**
	* This instance is deprecated, use small, specific instances instead.
	* For example if a function needs a `Functor` instance, pass `E.Functor` instead of `E.either`
	* (where `E` is from `import E from 'fp-ts/Either'`)
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.either = {
		URI: exports.URI,
		map: _map,
		of: exports.of,
		ap: _ap,
		chain: exports.flatMap,
		reduce: _reduce,
		foldMap: _foldMap,
		reduceRight: _reduceRight,
		traverse: _traverse,
		sequence: exports.sequence,
		bimap: _bimap,
		mapLeft: _mapLeft,
		alt: _alt,
		extend: _extend,
		chainRec: _chainRec,
		throwError: exports.throwError
	};
	/**
	* Use [`getApplySemigroup`](./Apply.ts.html#getapplysemigroup) instead.
	*
	* Semigroup returning the left-most `Left` value. If both operands are `Right`s then the inner values
	* are concatenated using the provided `Semigroup`
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getApplySemigroup = /*#__PURE__*/ (0, Apply_1.getApplySemigroup)(exports.Apply);
	/**
	* Use [`getApplicativeMonoid`](./Applicative.ts.html#getapplicativemonoid) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	exports.getApplyMonoid = /*#__PURE__*/ (0, Applicative_1.getApplicativeMonoid)(exports.Applicative);
	/**
	* Use [`getApplySemigroup`](./Apply.ts.html#getapplysemigroup) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	var getValidationSemigroup = function(SE, SA) {
		return (0, Apply_1.getApplySemigroup)((0, exports.getApplicativeValidation)(SE))(SA);
	};
	exports.getValidationSemigroup = getValidationSemigroup;
	/**
	* Use [`getApplicativeMonoid`](./Applicative.ts.html#getapplicativemonoid) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	var getValidationMonoid = function(SE, MA) {
		return (0, Applicative_1.getApplicativeMonoid)((0, exports.getApplicativeValidation)(SE))(MA);
	};
	exports.getValidationMonoid = getValidationMonoid;
	/**
	* Use [`getApplicativeValidation`](#getapplicativevalidation) and [`getAltValidation`](#getaltvalidation) instead.
	*
	* @category zone of death
	* @since 2.0.0
	* @deprecated
	*/
	function getValidation(SE) {
		var ap = (0, exports.getApplicativeValidation)(SE).ap;
		var alt = (0, exports.getAltValidation)(SE).alt;
		return {
			URI: exports.URI,
			_E: void 0,
			map: _map,
			of: exports.of,
			chain: exports.flatMap,
			bimap: _bimap,
			mapLeft: _mapLeft,
			reduce: _reduce,
			foldMap: _foldMap,
			reduceRight: _reduceRight,
			extend: _extend,
			traverse: _traverse,
			sequence: exports.sequence,
			chainRec: _chainRec,
			throwError: exports.throwError,
			ap,
			alt
		};
	}
}));

// domain/integrity/checkpoint.ts
var import_Either = /* @__PURE__ */ __toESM(require_Either(), 1);
const wholeNumber = /^(?:0|[1-9]\d*)$/;
/** Reads the text of a checkpoint's note. Extension lines are allowed and left aside. */
const parseCheckpoint = (text) => {
	const malformed = (reason) => import_Either.left({
		kind: "MALFORMED",
		reason
	});
	if (!text.endsWith("\n")) return malformed("the checkpoint does not end with a line feed");
	const [origin = "", stated = "", encoded = "", ...extensions] = text.slice(0, -1).split("\n");
	if (origin === "") return malformed("the checkpoint names no origin");
	if (!wholeNumber.test(stated) || !Number.isSafeInteger(Number(stated))) return malformed("the second line of the checkpoint is no size");
	const root = fromBase64(encoded);
	if (import_Option.isNone(root) || root.value.length !== 32) return malformed("the third line of the checkpoint is no hash");
	if (extensions.includes("")) return malformed("an extension line of the checkpoint is empty");
	return import_Either.right({
		origin,
		size: Number(stated),
		root: root.value
	});
};

// domain/integrity/signedNote.ts
/**
* Signed notes (c2sp.org/signed-note v1.0.0): a text, an empty line, and lines of signatures
* `— <name> base64(key id || signature)`. A key id is the first four bytes of SHA-256(name || 0x0A || type || public key).
*/
/** Types of signature by their first byte: a log's own (Ed25519), and a witness's cosignature with its time. */
const signatureTypes = {
	ed25519: 1,
	cosignature: 4
};
const keyIdBytes = 4;
/** What a note may be long: a checkpoint with many cosignatures is far below it. */
const noteBytesMax = 1e6;
const signaturesMax = 100;
const malformed = (reason) => import_Either.left({
	kind: "MALFORMED",
	reason
});
/** Key names hold no white space and no plus sign. */
const isName = (name) => name.length > 0 && !/[\s+]/u.test(name);
const keyIdOf = (sha256, name, type, publicKey) => sha256(concat(utf8(`${name}\n`), new Uint8Array([type]), publicKey)).slice(0, keyIdBytes);
/** Reads a verifier key and checks that its id is that of name and key. */
const parseVerifierKey = (sha256, text) => {
	const [name = "", id = "", ...rest] = text.split("+");
	const keyId = fromHex(id);
	const material = fromBase64(rest.join("+"));
	if (!isName(name) || import_Option.isNone(keyId) || keyId.value.length !== keyIdBytes || import_Option.isNone(material)) return malformed("a verifier key is <name>+<8 hexadecimal digits>+<base64>");
	const [type] = material.value;
	const publicKey = material.value.slice(1);
	if (type === void 0 || publicKey.length === 0) return malformed("the verifier key holds no key");
	return equalBytes(keyIdOf(sha256, name, type, publicKey), keyId.value) ? import_Either.right({
		name,
		keyId: keyId.value,
		type,
		publicKey
	}) : malformed("the id of the verifier key is not that of its name and key");
};
const signatureLine = /^— (\S+) (\S+)$/u;
/** Control characters other than the line feed have no place in a note. */
const control$1 = /[\u0000-\u0009\u000b-\u001f]/;
/** Reads a note; whether its signatures hold is for `openNote` to say. */
const parseNote = (note) => {
	if (note.length > noteBytesMax) return malformed("the note is too long");
	if (control$1.test(note)) return malformed("the note holds a control character");
	const split = note.lastIndexOf("\n\n");
	if (split < 0) return malformed("no empty line stands before the signatures");
	const text = note.slice(0, split + 1);
	const lines = note.slice(split + 2).split("\n");
	if (lines.pop() !== "" || lines.length === 0) return malformed("the note has no whole line of a signature");
	if (lines.length > signaturesMax) return malformed("the note has too many signatures");
	const signatures = [];
	for (const line of lines) {
		const [, name = "", encoded = ""] = signatureLine.exec(line) ?? [];
		const bytes = fromBase64(encoded);
		if (!isName(name) || import_Option.isNone(bytes) || bytes.value.length <= keyIdBytes) return malformed("a line of a signature is not \"— <name> <base64>\"");
		signatures.push({
			name,
			keyId: bytes.value.slice(0, keyIdBytes),
			signature: bytes.value.slice(keyIdBytes)
		});
	}
	return import_Either.right({
		text,
		signatures
	});
};
/** The plain form: Ed25519 over the bytes of the text, type 0x01. Other types do not verify. */
const plainSignature = (verify) => (key, text, signature) => key.type === signatureTypes.ed25519 && verify(key.publicKey, utf8(text), signature);
/**
* The keys whose signatures the note carries, all of them valid. Signatures of unknown keys are ignored, and of several
* by one key the first counts; one that is not valid rejects the note (signed-note, "Verifying").
*/
const openNote = async (note, keys, verify) => {
	const signers = /* @__PURE__ */ new Set();
	for (const { name, keyId, signature } of note.signatures) {
		const key = keys.find((known) => known.name === name && equalBytes(known.keyId, keyId));
		if (key === void 0 || signers.has(key)) continue;
		if (!await verify(key, note.text, signature)) return import_Either.left({
			kind: "BAD_SIGNATURE",
			name
		});
		signers.add(key);
	}
	return signers.size === 0 ? import_Either.left({ kind: "NO_KNOWN_SIGNATURE" }) : import_Either.right([...signers]);
};

// domain/integrity/cosignature.ts
const timeBytes = 8;
const timeMax = 2n ** 63n - 1n;
/** The bytes that a witness signs. */
const cosignedMessage = (time, text) => utf8(`cosignature/v1\ntime ${time}\n${text}`);
/** Reads what stands behind the key id; none for another length and for a time that is none. */
const parseCosignature = (bytes) => {
	if (bytes.length !== 72) return import_Option.none;
	const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
	return time > timeMax ? import_Option.none : import_Option.some({
		time,
		signature: bytes.slice(timeBytes)
	});
};
const cosignature = (verify) => (key, text, bytes) => {
	const parsed = parseCosignature(bytes);
	return import_Option.isSome(parsed) && verify(key.publicKey, cosignedMessage(parsed.value.time, text), parsed.value.signature);
};
const ed25519KeyBytes = 32;
/**
* Whether signatures of this key can be checked here. A key of another type, as ML-DSA-44 (0x06), is one that is not
* known: what it signed is ignored, and neither counts nor spoils a note.
*/
const isVerifiable = ({ type, publicKey }) => (type === signatureTypes.ed25519 || type === signatureTypes.cosignature) && publicKey.length === ed25519KeyBytes;
/** Verifies what logs sign (0x01) and what witnesses do (0x04), each under a key of its own type only. */
const verifyNoteSignature = (verify) => {
	const plain = plainSignature(verify);
	const timed = cosignature(verify);
	return (key, text, signature) => isVerifiable(key) && (key.type === signatureTypes.cosignature ? timed : plain)(key, text, signature);
};

// domain/integrity/policy.ts
/** Whether these witnesses are enough. */
const quorumReached = (quorum, cosigned) => {
	switch (quorum.kind) {
		case "NONE": return true;
		case "WITNESS": return cosigned(quorum.witness);
		case "GROUP": return quorum.members.filter((member) => quorumReached(member, cosigned)).length >= quorum.threshold;
	}
};
const keyOf$2 = ({ key }) => key;
/** The time of the signature that `openNote` looked at: the first by this key. */
const timeOf = (note, key) => {
	const first = note.signatures.find(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId));
	if (first === void 0) return import_Option.none;
	const parsed = parseCosignature(first.signature);
	return import_Option.isNone(parsed) ? import_Option.none : import_Option.some(parsed.value.time);
};
/**
* What a policy says to a note. One bad signature of a log or witness that the policy names rejects the whole note;
* signatures of others, and keys of types that cannot be checked here, are as if they were not there.
*/
const evaluatePolicy = async (policy, note, verify) => {
	const checkpoint = parseCheckpoint(note.text);
	if (import_Either.isLeft(checkpoint)) return checkpoint;
	const { origin } = checkpoint.right;
	const keys = [...policy.logs.map(keyOf$2), ...policy.witnesses.map(keyOf$2)].filter(isVerifiable);
	const signers = await openNote(note, keys, verify);
	if (import_Either.isLeft(signers)) return signers.left.kind === "BAD_SIGNATURE" ? import_Either.left(signers.left) : import_Either.left({
		kind: "NO_LOG_SIGNATURE",
		origin
	});
	const log = policy.logs.map(keyOf$2).find((key) => key.name === origin && signers.right.includes(key));
	if (log === void 0) return import_Either.left({
		kind: "NO_LOG_SIGNATURE",
		origin
	});
	const witnessed = policy.witnesses.flatMap((witness) => {
		if (!signers.right.includes(witness.key)) return [];
		const time = timeOf(note, witness.key);
		return import_Option.isNone(time) ? [] : [{
			witness,
			time: time.value
		}];
	});
	const quorum = quorumReached(policy.quorum, (witness) => witnessed.some((each) => each.witness === witness));
	return import_Either.right({
		checkpoint: checkpoint.right,
		log,
		witnessed,
		quorum
	});
};

// domain/integrity/policyFile.ts
const policyBytesMax = 1e6;
/** ML-DSA-44 of tlog-cosignature v1.1; its keys may stand in a policy, their signatures are not checked here. */
const mlDsa44 = 6;
const keyBytes = /* @__PURE__ */ new Map([
	[signatureTypes.ed25519, 32],
	[signatureTypes.cosignature, 32],
	[mlDsa44, 1312]
]);
const logTypes = [signatureTypes.ed25519, mlDsa44];
const witnessTypes = [signatureTypes.cosignature, mlDsa44];
/** One character an octet, so that nothing is taken for something else. */
const octetsOf = (bytes) => {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
};
/** Octets as a person reads them; what is no UTF-8 stays as it is. */
const shown = (octets) => {
	const bytes = Uint8Array.from(octets, (character) => character.charCodeAt(0));
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		return octets;
	}
};
const keyFrom = (sha256, field, types, wanted) => {
	const key = parseVerifierKey(sha256, shown(field));
	if (import_Either.isLeft(key)) return import_Either.left(key.left.reason);
	if (!types.includes(key.right.type)) return import_Either.left(`the key is of type 0x${key.right.type.toString(16).padStart(2, "0")}, which is none of a ${wanted}`);
	return keyBytes.get(key.right.type) === key.right.publicKey.length ? key : import_Either.left("the key has not the length of its type");
};
const urlFault = (url) => url === void 0 || /^https?:\/\/[^ \t#]+$/.test(url) ? void 0 : "the address is no http(s) URL";
const readLog = (draft, fields, sha256) => {
	const [vkey, url] = fields;
	if (vkey === void 0 || fields.length > 2) return "a log is: log <vkey> [<url>]";
	const key = keyFrom(sha256, vkey, logTypes, "log");
	if (import_Either.isLeft(key)) return key.left;
	if (draft.logs.some((log) => equalBytes(log.key.publicKey, key.right.publicKey))) return "a log with this public key is defined already";
	draft.logs.push({
		key: key.right,
		...url === void 0 ? {} : { url: shown(url) }
	});
	return urlFault(url);
};
const nameFault = (draft, name) => name === "none" ? "the name none is taken" : draft.defined.has(name) ? `the name ${shown(name)} is defined already` : void 0;
const readWitness = (draft, fields, sha256) => {
	const [name, vkey, url] = fields;
	if (name === void 0 || vkey === void 0 || fields.length > 3) return "a witness is: witness <name> <vkey> [<url>]";
	const key = keyFrom(sha256, vkey, witnessTypes, "witness: it needs a key for cosignatures, type 0x04");
	if (import_Either.isLeft(key)) return key.left;
	if (draft.witnesses.some((each) => equalBytes(each.key.publicKey, key.right.publicKey))) return "a witness with this public key is defined already";
	const fault = nameFault(draft, name) ?? urlFault(url);
	if (fault !== void 0) return fault;
	const witness = {
		name: shown(name),
		key: key.right,
		...url === void 0 ? {} : { url: shown(url) }
	};
	draft.witnesses.push(witness);
	draft.defined.set(name, {
		kind: "WITNESS",
		witness
	});
};
const thresholdOf = (text, members) => {
	if (text === "any") return 1;
	if (text === "all") return members;
	const threshold = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
	return threshold >= 1 && threshold <= members ? threshold : void 0;
};
const readGroup = (draft, [name, threshold, ...names]) => {
	if (name === void 0 || threshold === void 0 || names.length === 0) return "a group is: group <name> <all, any or a number> <member>...";
	const taken = nameFault(draft, name);
	if (taken !== void 0) return taken;
	const needed = thresholdOf(threshold, names.length);
	if (needed === void 0) return `${shown(threshold)} is not all, any, or a number from 1 to ${names.length}`;
	const members = [];
	for (const each of names) {
		const member = draft.defined.get(each);
		if (member === void 0) return `no witness or group ${shown(each)} is defined above`;
		if (draft.members.has(each)) return `${shown(each)} is a member of a group already`;
		draft.members.add(each);
		members.push(member);
	}
	draft.defined.set(name, {
		kind: "GROUP",
		name: shown(name),
		threshold: needed,
		members
	});
};
const readQuorum = (draft, fields) => {
	const [name] = fields;
	if (name === void 0 || fields.length > 1) return "a quorum is: quorum <name>";
	if (draft.quorum !== void 0) return "the quorum is defined already";
	const quorum = name === "none" ? { kind: "NONE" } : draft.defined.get(name);
	if (quorum === void 0) return `no witness or group ${shown(name)} is defined above`;
	draft.quorum = quorum;
};
const readers = /* @__PURE__ */ new Map([
	["log", readLog],
	["witness", readWitness],
	["group", readGroup],
	["quorum", readQuorum]
]);
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const lineFault = (draft, line, sha256) => {
	if (control.test(line)) return "a control character";
	const [keyword = "", ...fields] = line.split(/[ \t]+/).filter((field) => field !== "");
	if (keyword === "" || keyword.startsWith("#")) return void 0;
	const read = readers.get(keyword);
	return read === void 0 ? "a line begins with log, witness, group, quorum or #" : read(draft, fields, sha256);
};
/** Reads a policy file from its bytes. */
const parsePolicy = (sha256, bytes) => {
	if (bytes.length > policyBytesMax) return import_Either.left({
		line: 1,
		reason: "the policy is too long"
	});
	const lines = octetsOf(bytes).split("\n");
	if (lines.pop() !== "") return import_Either.left({
		line: lines.length + 1,
		reason: "the line does not end with a line feed"
	});
	const draft = {
		logs: [],
		witnesses: [],
		defined: /* @__PURE__ */ new Map(),
		members: /* @__PURE__ */ new Set()
	};
	for (const [at, line] of lines.entries()) {
		const reason = lineFault(draft, line, sha256);
		if (reason !== void 0) return import_Either.left({
			line: at + 1,
			reason
		});
	}
	const { logs, witnesses, quorum } = draft;
	return quorum === void 0 ? import_Either.left({
		line: Math.max(1, lines.length),
		reason: "no line defines the quorum; without witnesses: quorum none"
	}) : import_Either.right({
		logs,
		witnesses,
		quorum
	});
};

// domain/integrity/verify/checkpoint.ts
/** The policy that decides, and whether it is only the verified file's own; undefined where it cannot be read. */
const trustOf = (sha256, own, fileOwn, findings) => {
	const keys = own.keys ?? [];
	const fromFile = own.policy === void 0 && keys.length === 0;
	let policy = {
		logs: [],
		witnesses: [],
		quorum: { kind: "NONE" }
	};
	if (own.policy !== void 0 || fromFile) {
		const read = parsePolicy(sha256, own.policy ?? fileOwn);
		if (import_Either.isLeft(read)) {
			const { line, reason } = read.left;
			findings.fault("SIGNATURE", "POLICY_MALFORMED", `The policy ${fromFile ? "in the file" : "that you brought"} cannot be read: line ${line}, ${reason}.`, {
				part: "POLICY",
				line
			});
			return;
		}
		policy = read.right;
	}
	for (const [at, text] of keys.entries()) {
		const key = parseVerifierKey(sha256, text.trim());
		if (import_Either.isLeft(key) || key.right.type !== signatureTypes.ed25519) {
			const reason = import_Either.isLeft(key) ? key.left.reason : "it is not of the kind that logs sign with";
			findings.fault("SIGNATURE", "KEY_MALFORMED", `Key ${at + 1} that you brought is none: ${reason}.`, {
				part: "KEY",
				line: at + 1
			});
			return;
		}
		policy = {
			...policy,
			logs: [...policy.logs, { key: key.right }]
		};
	}
	return {
		policy,
		fromFile
	};
};
const isoOfSeconds = (time) => time < 253402300800n ? (/* @__PURE__ */ new Date(Number(time) * 1e3)).toISOString() : `${time} s after 1970`;
/** The checkpoint in a note, if the policy accepts its signatures. `which` names it in sentences. */
const checkedCheckpoint = async ({ verifyEd25519 }, note, policy, findings, which = "the checkpoint") => {
	const at = { part: "CHECKPOINT" };
	const parsed = parseNote(note);
	if (import_Either.isLeft(parsed)) {
		findings.fault("SIGNATURE", "CHECKPOINT_MALFORMED", `The text of ${which} is no signed note: ${parsed.left.reason}.`, at);
		return;
	}
	const verdict = await evaluatePolicy(policy, parsed.right, verifyNoteSignature(verifyEd25519));
	if (import_Either.isLeft(verdict)) {
		const fault = verdict.left;
		if (fault.kind === "MALFORMED") findings.fault("SIGNATURE", "CHECKPOINT_MALFORMED", `In ${which}, ${fault.reason}.`, at);
		else if (fault.kind === "BAD_SIGNATURE") findings.fault("SIGNATURE", "BAD_SIGNATURE", `The signature by ${fault.name} on ${which} does not fit its text: text or signature were changed after signing.`, at);
		else findings.fault("SIGNATURE", "SIGNED_BY_ANOTHER_KEY", `No accepted key signed ${which}, which says that it is of the log ${fault.origin}. Accepted: ${policy.logs.map(({ key }) => `${key.name} (${toHex(key.keyId)})`).join(", ") || "none"}; signed by: ${parsed.right.signatures.map(({ name, keyId }) => `${name} (${toHex(keyId)})`).join(", ")}.`, at);
		return;
	}
	const { checkpoint, log, witnessed, quorum } = verdict.right;
	findings.done("SIGNATURE", `The log ${log.name} signed that it holds ${checkpoint.size} events, with the root ${toBase64(checkpoint.root)} (key ${toHex(log.keyId)}).`);
	if (!quorum) findings.fault("WITNESSES", "QUORUM_NOT_REACHED", `The policy demands more witnesses than cosigned ${which}: ${witnessed.length} of ${policy.witnesses.length} known ones did.`, at);
	if (witnessed.length > 0 || !quorum) findings.done("WITNESSES", witnessed.length === 0 ? "No known witness cosigned." : `Cosigned by ${witnessed.map(({ witness, time }) => `${witness.key.name} (${isoOfSeconds(time)})`).join(", ")}.`);
	else findings.notDone("WITNESSES", "The policy names no witness that has to cosign, and none that it names did: that the register shows everybody the same log is not proved.");
	return checkpoint;
};
/** The checkpoint in a note that a log of the policy signed; undefined for every other text. */
const acceptedCheckpoint = async ({ verifyEd25519 }, note, policy) => {
	const parsed = parseNote(note);
	if (import_Either.isLeft(parsed)) return void 0;
	const verdict = await evaluatePolicy(policy, parsed.right, verifyNoteSignature(verifyEd25519));
	return import_Either.isRight(verdict) ? verdict.right.checkpoint : void 0;
};
/** An older checkpoint that the verifier's user kept; its signature is checked by the same policy. */
const checkedOldCheckpoint = async (verifying, note, policy, findings) => {
	const accepted = await acceptedCheckpoint(verifying, note, policy);
	if (accepted !== void 0) return accepted;
	const parsed = parseNote(note);
	const plain = import_Either.isRight(parsed) ? parseCheckpoint(parsed.right.text) : import_Either.left(void 0);
	findings.fault("CONSISTENCY", import_Either.isRight(plain) ? "SIGNED_BY_ANOTHER_KEY" : "CHECKPOINT_MALFORMED", "The older checkpoint that you brought is not one that an accepted key signed: it proves nothing.", { part: "CHECKPOINT" });
};

// domain/integrity/merkle.ts
/**
* The Merkle tree of RFC 6962 section 2.1. Sizes and indexes are whole numbers up to 2^53 - 1. A tree of n leaves is
* split at the largest power of two below n, so that the left part is always complete; an odd leaf is never doubled.
*/
const leafPrefix = new Uint8Array([0]);
const nodePrefix = new Uint8Array([1]);
/** SHA-256(0x00 || entry). */
const leafHash = (sha256, entry) => sha256(concat(leafPrefix, entry));
/** SHA-256(0x01 || left || right). */
const nodeHash = (sha256, left, right) => sha256(concat(nodePrefix, left, right));
/** The root of a tree without leaves: SHA-256 of nothing. */
const emptyRoot = (sha256) => sha256(/* @__PURE__ */ new Uint8Array(0));
/** Hash of a range from the hashes of its complete subtrees, from left to right. */
const hashOfSubtrees = (sha256, hashes) => {
	const last = hashes.at(-1);
	if (last === void 0) return emptyRoot(sha256);
	return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(sha256, left, right), last);
};
const isSize = (value) => Number.isSafeInteger(value) && value >= 0;
const areHashes = (hashes) => hashes.every((hash) => hash.length === 32);
const half$2 = (value) => Math.floor(value / 2);
const isOdd$1 = (value) => value % 2 === 1;
/** Whether the proof shows that this leaf is at this index of the tree with this root (RFC 9162 section 2.1.3.2). */
const isIncluded = (sha256, leaf, tree, proof) => {
	if (!isSize(leaf.index) || !isSize(tree.size) || leaf.index >= tree.size) return false;
	if (!areHashes([
		leaf.hash,
		tree.root,
		...proof
	])) return false;
	let node = leaf.index;
	let last = tree.size - 1;
	let hash = leaf.hash;
	for (const sibling of proof) {
		if (last === 0) return false;
		if (isOdd$1(node) || node === last) {
			hash = nodeHash(sha256, sibling, hash);
			while (!isOdd$1(node) && node !== 0) {
				node = half$2(node);
				last = half$2(last);
			}
		} else hash = nodeHash(sha256, hash, sibling);
		node = half$2(node);
		last = half$2(last);
	}
	return last === 0 && equalBytes(hash, tree.root);
};
/**
* Whether the proof shows that the second tree begins with the first (RFC 9162 section 2.1.4.2). A tree begins
* with itself, by an empty proof. That every tree begins with the empty one needs no proof, and none is accepted for it.
*/
const isConsistent = (sha256, first, second, proof) => {
	if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false;
	if (first.size === 0 || !areHashes(proof)) return false;
	if (first.size === second.size) return proof.length === 0 && equalBytes(first.root, second.root);
	let node = first.size - 1;
	let last = second.size - 1;
	while (isOdd$1(node)) {
		node = half$2(node);
		last = half$2(last);
	}
	const path = node === 0 ? [first.root, ...proof] : proof;
	const start = path[0];
	if (start === void 0 || proof.length === 0) return false;
	let older = start;
	let newer = start;
	for (const sibling of path.slice(1)) {
		if (last === 0) return false;
		if (isOdd$1(node) || node === last) {
			older = nodeHash(sha256, sibling, older);
			newer = nodeHash(sha256, sibling, newer);
			while (!isOdd$1(node) && node !== 0) {
				node = half$2(node);
				last = half$2(last);
			}
		} else newer = nodeHash(sha256, newer, sibling);
		node = half$2(node);
		last = half$2(last);
	}
	return last === 0 && equalBytes(older, first.root) && equalBytes(newer, second.root);
};

// domain/integrity/verify/consistency.ts
/** What cannot be true of one log at two times, if it is: an append-only log only grows. */
const checkGrowth = (old, now, findings) => {
	const at = {
		part: "CHECKPOINT",
		leafIndex: old.size
	};
	if (old.origin !== now.origin) findings.fault("CONSISTENCY", "LOG_FORKED", `Your checkpoint is of the log ${old.origin}, this one of ${now.origin}.`, at);
	else if (old.size > now.size) findings.fault("CONSISTENCY", "LOG_TRUNCATED", `Your checkpoint has ${old.size} events, this one only ${now.size}: events from ${now.size} on are gone, or this checkpoint is the older one.`, {
		part: "CHECKPOINT",
		leafIndex: now.size,
		leafEnd: old.size
	});
	else return true;
	return false;
};
/** That the log is the one of the older checkpoint, only longer. */
const checkConsistency = (sha256, old, now, bundled, findings) => {
	if (!checkGrowth(old, now, findings)) return;
	const proof = old.size === now.size ? [] : bundled !== null && bundled.size === old.size ? bundled.proof : void 0;
	if (old.size > 0 && proof === void 0) {
		findings.fault("CONSISTENCY", "CONSISTENCY_MISSING", `The file holds no proof that its log continues that of your checkpoint (${old.size} events). Ask for it with since=${old.size}.`, {
			part: "CHECKPOINT",
			leafIndex: old.size
		});
		return;
	}
	const hashes = (proof ?? []).map((text) => {
		const bytes = fromBase64(text);
		return import_Option.isSome(bytes) ? bytes.value : /* @__PURE__ */ new Uint8Array(0);
	});
	if (old.size > 0 && !isConsistent(sha256, old, now, hashes)) findings.fault("CONSISTENCY", "LOG_FORKED", `The log of this checkpoint does not begin with the ${old.size} events of yours: one of them was altered, removed, inserted or moved, or the proof was changed. Ask for the whole log and verify it with both checkpoints to learn where.`, {
		part: "LOG",
		leafIndex: 0,
		leafEnd: old.size
	});
	findings.done("CONSISTENCY", `The first ${old.size} events are those of your older checkpoint; ${now.size - old.size} were added and none was changed.`);
};

// domain/integrity/leaf.ts
const saltsLabel = utf8("firearm-ledger/salts/v1\n");
/**
* The member of this name of a canonical JSON object; undefined where it has none whose value is a string.
* A quotation mark within a string is escaped, so what is looked for is found as a name and nowhere else.
*/
const memberOf = (text, name) => {
	const begin = text.indexOf(`"${name}":"`);
	if (begin < 0) return void 0;
	const value = begin + name.length + 4;
	let end = text.indexOf("\"", value);
	if (text[end - 1] === "\\") {
		for (end = value; text[end] !== "\""; end += text[end] === "\\" ? 2 : 1) if (end >= text.length) return void 0;
	}
	return end < 0 ? void 0 : {
		begin,
		value,
		end,
		next: end + (text[end + 1] === "," ? 2 : 1)
	};
};
const withoutMember = (text, { begin, end, next }) => next === end + 2 ? text.slice(0, begin) + text.slice(next) : text.slice(0, begin).replace(/,$/, "") + text.slice(next);
/** What an envelope shows of the stored metadata, and the event's salt in hex; undefined where it is none of ours. */
const shownMetadata = (metadata) => {
	const digest = memberOf(metadata, "commandDigest");
	const key = memberOf(metadata, "idempotencyKey");
	const salt = memberOf(metadata, "salt");
	if (digest === void 0 || key === void 0 || salt === void 0) return void 0;
	const value = metadata.slice(salt.value, salt.end);
	if (digest.next <= key.begin && key.next <= salt.begin && salt.next === salt.end + 2) return {
		shown: metadata.slice(0, digest.begin) + metadata.slice(digest.next, key.begin) + metadata.slice(key.next, salt.begin) + metadata.slice(salt.next),
		salt: value
	};
	let shown = metadata;
	for (const name of [
		"commandDigest",
		"idempotencyKey",
		"salt"
	]) {
		const member = memberOf(shown, name);
		if (member === void 0) return void 0;
		shown = withoutMember(shown, member);
	}
	return {
		shown,
		salt: value
	};
};
/** Entry from an envelope (canonical JSON) and its salt: what a verifier computes anew. */
const entryOf = (sha256, envelopeSalt, envelope) => withJoined(envelopeSalt, envelope, sha256);
/** `payloadHash` from a payload (canonical JSON) and its salt. */
const payloadHashOf = (sha256, payloadSalt, payload) => toHex(withJoined(payloadSalt, payload, sha256));
/**
* The leaf of a stored event, or undefined where its metadata is not what the ledger writes (then somebody else wrote
* it). `previous` is the leaf hash of the event before it in the stream. The texts are taken as they are stored.
*/
const leafOf = ({ sha256, sha512 }, event, previous) => {
	const metadata = shownMetadata(event.metadata);
	const bytes = metadata === void 0 ? import_Option.none : fromHex(metadata.salt);
	if (metadata === void 0 || import_Option.isNone(bytes)) return void 0;
	const salts = sha512(concat(saltsLabel, bytes.value));
	const payloadSalt = salts.slice(0, 16);
	const envelopeSalt = salts.slice(32, 64);
	const payloadHash = payloadHashOf(sha256, payloadSalt, event.payload);
	const metadataHash = toHex(withJoined(salts.subarray(16, 32), event.metadata, sha256));
	const envelope = `{"eventId":${JSON.stringify(event.eventId)},"metadata":${metadata.shown},"metadataHash":"${metadataHash}","payloadHash":"${payloadHash}","previous":${previous === void 0 ? "null" : `"${toHex(previous)}"`},"recordedAt":"${new Date(event.recordedAt).toISOString()}","revision":${event.revision},"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},"type":${JSON.stringify(event.type)},"v":1}`;
	const entry = entryOf(sha256, envelopeSalt, envelope);
	return {
		envelope,
		envelopeSalt,
		payloadSalt,
		entry,
		hash: leafHash(sha256, entry)
	};
};

// domain/integrity/verify/events.ts
const nothing$1 = /* @__PURE__ */ new Uint8Array(0);
const bytesOf$2 = (decoded) => import_Option.isSome(decoded) ? decoded.value : nothing$1;
/** An event by its place, for sentences. */
const named = (place) => `Event ${place.event} of the file${place.stream === void 0 ? "" : ` (revision ${place.revision} of ${place.stream})`}, leaf ${place.leafIndex} of the log`;
const valueAt = (payload, pointer) => {
	let value = payload;
	for (const token of pointer.split("/").slice(1)) {
		const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
		if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return void 0;
		value = value[name];
	}
	return value;
};
const commitmentAt = (payload, pointer) => {
	const sealed = valueAt(payload, pointer);
	if (!isObject$1(sealed) || typeof sealed["vaultRef"] !== "string") return void 0;
	return typeof sealed["commitment"] === "string" ? sealed["commitment"] : void 0;
};
const checkPersonal = (sha256, event, payload, place, findings) => {
	const seen = /* @__PURE__ */ new Set();
	const wrong = (pointer, message) => findings.fault("PERSONAL_VALUES", "PERSONAL_VALUE_CHANGED", `${named(place)}: ${message}`, {
		...place,
		pointer
	});
	for (const { pointer, salt, value } of event.opened) {
		const made = toHex(sha256(concat(bytesOf$2(fromHex(salt)), utf8(canonicalJson(value)))));
		if (seen.has(pointer) || commitmentAt(payload, pointer) !== made) wrong(pointer, `the personal value shown for ${pointer} is not the one that the record commits to: value, salt or place were changed.`);
		seen.add(pointer);
	}
	for (const { pointer } of event.erased) {
		if (seen.has(pointer) || commitmentAt(payload, pointer) === void 0) wrong(pointer, `a value is said to be erased at ${pointer}, where the record has no sealed one.`);
		seen.add(pointer);
	}
};
/** The payload, if the envelope commits to it. */
const checkedPayload = (sha256, event, envelope, place, findings) => {
	const { payload, payloadSalt } = event;
	if (payload === null || payloadSalt === null) {
		if (payload !== payloadSalt || event.opened.length + event.erased.length > 0) findings.fault("PAYLOADS", "MALFORMED", `${named(place)}: a part of its payload is shown and a part is not.`, place);
		return;
	}
	if (payloadHashOf(sha256, bytesOf$2(fromHex(payloadSalt)), payload) !== envelope.payloadHash) {
		findings.fault("PAYLOADS", "PAYLOAD_CHANGED", `${named(place)}: the payload is not the one that was recorded; it or its salt was changed.`, place);
		return;
	}
	const read = canonicalValue(payload);
	if (read === void 0) {
		findings.fault("PAYLOADS", "MALFORMED", `${named(place)}: the payload is no canonical JSON.`, place);
		return;
	}
	checkPersonal(sha256, event, read.value, place, findings);
	return read.value;
};
const checkedEvent = (sha256, event, at, checkpoint, findings) => {
	const read = readEnvelope(event.envelope);
	const place = {
		part: "EVENT",
		event: at,
		leafIndex: event.index,
		...read === void 0 ? {} : {
			stream: read.stream,
			revision: read.revision
		}
	};
	const hash = leafHash(sha256, entryOf(sha256, bytesOf$2(fromHex(event.envelopeSalt)), event.envelope));
	const stated = bytesOf$2(fromBase64(event.leafHash));
	const proof = event.inclusion.map((each) => bytesOf$2(fromBase64(each)));
	const included = (leaf) => checkpoint === void 0 ? void 0 : isIncluded(sha256, {
		index: event.index,
		hash: leaf
	}, checkpoint, proof);
	if (toBase64(hash) !== event.leafHash) {
		const other = included(stated);
		findings.fault("INCLUSION", "ENVELOPE_CHANGED", `${named(place)}: envelope and salt do not give the stated leaf hash. ${other === true ? "The log holds the stated one, so envelope or salt were changed." : included(hash) === true ? "The log holds what they give, so only the stated hash was changed." : "The log holds neither at this place."}`, place);
		return;
	}
	if (included(hash) === false) {
		findings.fault("INCLUSION", "NOT_IN_TREE", `${named(place)}: the proof does not lead to the root of the checkpoint. The event is not at this place of the log, or index or proof were changed.`, place);
		return;
	}
	if (read === void 0) {
		findings.fault("INCLUSION", "MALFORMED", `${named(place)}: what the log holds is no envelope.`, place);
		return;
	}
	return {
		at,
		index: event.index,
		leaf: toHex(hash),
		envelope: read,
		payload: checkedPayload(sha256, event, read, place, findings)
	};
};
/** Every event by itself: that the log holds it where it is said to be, and that its parts are what it commits to. */
const checkEvents = (sha256, { events }, checkpoint, findings) => {
	const proved = events.flatMap((event, at) => {
		const one = checkedEvent(sha256, event, at, checkpoint, findings);
		return one === void 0 ? [] : [one];
	});
	const shown = events.filter(({ payload }) => payload !== null).length;
	const opened = events.reduce((sum, event) => sum + event.opened.length, 0);
	if (events.length > 0) {
		if (checkpoint === void 0) findings.notDone("INCLUSION", "No signed checkpoint holds, so nothing can be shown to be in the log.");
		else findings.done("INCLUSION", `${proved.length} of ${events.length} events are in the log at their places, byte for byte.`);
		findings.done("PAYLOADS", shown === 0 ? "Only envelopes are shown." : `${proved.filter(({ payload }) => payload !== void 0).length} of ${shown} payloads are the recorded ones.`);
	}
	if (opened > 0) findings.done("PERSONAL_VALUES", `${opened} personal values are shown in clear.`);
	return proved;
};

// domain/shared/shape.ts
/** Why a value is missing: coded, never free text (catalogue section 3). */
const absenceCodes = [
	"UNKNOWN",
	"NONE",
	"ILLEGIBLE",
	"OBLITERATED"
];
const isAbsent = (value) => typeof value === "object" && value !== null && "absent" in value;
/** One line of text without outer blanks, double blanks or control characters. */
const text = (max, meaning, example) => ({
	kind: "text",
	min: 1,
	max,
	meaning,
	...example === void 0 ? {} : { example }
});
const matching = (pattern, max, meaning, example) => ({
	kind: "text",
	min: 1,
	max,
	pattern,
	meaning,
	example
});
/** Text of a source as it stands, of any form the database can keep; never used by guards. */
const verbatim = (max, meaning, example) => ({
	kind: "freeText",
	max,
	meaning,
	example
});
const integer = (min, max, meaning, example) => ({
	kind: "integer",
	min,
	max,
	meaning,
	example: example ?? min
});
const decimal = (min, max, places, meaning, example = min) => ({
	kind: "decimal",
	min,
	max,
	places,
	meaning,
	example
});
const flag = (meaning) => ({
	kind: "boolean",
	meaning,
	example: true
});
/** A calendar date `YYYY-MM-DD`. */
const date = (meaning, example = "2025-06-30") => ({
	kind: "date",
	meaning,
	example
});
/** A point or period of time in reduced precision: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date-time with offset. */
const moment = (meaning, example = "2025-06-30") => ({
	kind: "moment",
	meaning,
	example
});
const oneOf = (values, meaning) => ({
	kind: "oneOf",
	values,
	meaning,
	example: values[0]
});
/** Any JSON scalar or object, kept as given (the two sides of a correction). */
const json = (meaning, example) => ({
	kind: "json",
	meaning,
	example
});
/** Either the value or `{absent: code}`. */
const coded = (of, codes = absenceCodes) => ({
	kind: "coded",
	of,
	codes,
	meaning: of.meaning,
	...of.example === void 0 ? {} : { example: of.example }
});
const list = (of, min, max, meaning) => ({
	kind: "list",
	of,
	min,
	max,
	meaning
});
const optional = (of) => ({
	kind: "optional",
	of,
	meaning: of.meaning
});
/**
* A value of the personal-data inventory (catalogue section 2): given in clear, stored as `{vaultRef, commitment}`.
* The outermost `personal` seals its whole value.
*/
const personal = (of, meaning) => ({
	kind: "personal",
	of,
	meaning,
	...of.example === void 0 ? {} : { example: of.example }
});
const record = (fields, meaning = "", name) => ({
	kind: "record",
	fields,
	meaning,
	...name === void 0 ? {} : { name }
});

// domain/time/unsettled.ts
const basisOf = ({ eventId, type, streamVersion }) => ({
	eventId,
	type,
	streamVersion
});
/** What a folded history holds without effect, by status. */
const unsettledOf = (timeline) => {
	const disputed = [];
	const inconsistent = [];
	for (const { event, status, bounds, code } of timeline.steps) {
		if (status === "EFFECTIVE") continue;
		const from = {
			bounds,
			time: event.metadata.effectiveAt
		};
		(status === "DISPUTED" ? disputed : inconsistent).push({
			event: basisOf(event),
			from,
			code: code ?? "R17"
		});
	}
	return {
		disputed,
		inconsistent
	};
};

// domain/firearm/responsible.ts
/**
* Who answers for the firearm: its holder; but for one that was lost or stolen from the authority that kept it, that
* authority (HC-21).
*/
const responsibleFor = (state) => (state.custody === "LST" || state.custody === "STL") && state.custodian?.purpose === "EVIDENCE" ? state.custodian.party : state.holder?.party;

// domain/firearm/custodyChain.ts
/** The party that an event says the firearm came from. */
const supplierOf = (payload) => {
	const { supplierId, deceasedPartyId } = payload;
	const named = supplierId ?? deceasedPartyId;
	return typeof named === "string" ? named : void 0;
};
const keyOf$1 = (state) => canonicalJson([
	state.custody,
	state.holder ?? null,
	state.custodian?.party ?? null,
	state.custodian?.purpose ?? null
]);
const keys = /* @__PURE__ */ new WeakMap();
const knownKeyOf = (state) => {
	const known = keys.get(state) ?? keyOf$1(state);
	keys.set(state, known);
	return known;
};
const sameCustody = (one, other) => one.custody === other.custody && one.holder === other.holder && one.custodian === other.custodian || knownKeyOf(one) === knownKeyOf(other);
const ended = /* @__PURE__ */ new Set(["DST", "DSM"]);
const coarse = ({ time }) => time.precision === "MONTH" || time.precision === "YEAR" || time.precision === "UNKNOWN";
/** Chain of custody of one firearm from its folded history: intervals and gaps. What is recorded without effect is in `unsettledOf`. */
const custodyChain = (timeline) => {
	const intervals = [];
	let last;
	for (const step of timeline.steps) {
		const { event, state, status, bounds } = step;
		const from = {
			bounds,
			time: event.metadata.effectiveAt
		};
		if (status !== "EFFECTIVE") continue;
		const transfer = event.type === "FirearmTransferred";
		if (!transfer && last !== void 0 && sameCustody(last, state)) continue;
		last = state;
		const open = intervals.pop();
		if (open !== void 0) intervals.push({
			...open,
			to: from
		});
		const responsible = responsibleFor(state);
		const supplier = supplierOf(event.payload);
		const confirmation = transfer ? timeline.knowledge.confirmation(event.eventId) : void 0;
		intervals.push({
			from,
			custody: state.custody,
			...state.holder === void 0 ? {} : { holder: state.holder },
			...state.custodian === void 0 ? {} : { custodian: state.custodian },
			...responsible === void 0 ? {} : { responsible },
			...supplier === void 0 ? {} : { supplier },
			basis: basisOf(event),
			...confirmation === void 0 ? {} : { confirmation },
			supplierMismatch: event.metadata.disputes?.includes("SUPPLIER_MISMATCH") === true
		});
	}
	return {
		intervals,
		gaps: intervals.flatMap((interval) => {
			const { from, to, holder, custody } = interval;
			const period = {
				from,
				...to === void 0 ? {} : { to }
			};
			const found = [];
			if (!ended.has(custody)) {
				if (holder === void 0) found.push({
					...period,
					reason: "NO_HOLDER"
				});
				else if (isAbsent(holder.party)) found.push({
					...period,
					reason: "HOLDER_UNKNOWN"
				});
			}
			if (coarse(from)) found.push({
				from,
				to: from,
				reason: "COARSE_DATE"
			});
			return found;
		})
	};
};

// domain/time/zone.ts
const offsetFormats = /* @__PURE__ */ new Map();
/** Offset of the zone at the instant, in milliseconds east of UTC. */
const offsetAt = (zone, instant) => {
	let format = offsetFormats.get(zone);
	if (format === void 0) {
		format = new Intl.DateTimeFormat("en-US", {
			timeZone: zone,
			hourCycle: "h23",
			year: "numeric",
			month: "numeric",
			day: "numeric",
			hour: "numeric",
			minute: "numeric",
			second: "numeric",
			era: "short"
		});
		offsetFormats.set(zone, format);
	}
	const part = {};
	for (const { type, value } of format.formatToParts(instant)) part[type] = value;
	return Date.UTC(Number(part["year"]), Number(part["month"]) - 1, Number(part["day"]), Number(part["hour"]), Number(part["minute"]), Number(part["second"])) - Math.floor(instant / 1e3) * 1e3;
};
const memo = /* @__PURE__ */ new Map();
const memoLimit = 5e4;
const noDays = /* @__PURE__ */ new Map();
/**
* The instant at which a local calendar day begins in the zone. Where a clock change skips midnight, the day
* begins at the first existing moment. `year` 1..9999, `month` 1..12 may overflow (13 = January after).
*/
const startOfLocalDay = (zone, year, month, day) => {
	const days = memo.get(zone);
	const key = (year * 64 + month) * 64 + day;
	const known = (days ?? noDays).get(key);
	if (known !== void 0) return known;
	const utc = /* @__PURE__ */ new Date(0);
	utc.setUTCFullYear(year, month - 1, day);
	const midnight = utc.getTime();
	const first = midnight - offsetAt(zone, midnight - offsetAt(zone, midnight));
	const instant = midnight - offsetAt(zone, first);
	if (days === void 0) memo.set(zone, /* @__PURE__ */ new Map([[key, instant]]));
	else {
		if (days.size >= memoLimit) days.clear();
		days.set(key, instant);
	}
	return instant;
};
/** Whether the running system knows the IANA zone name. */
const isZone = (zone) => {
	try {
		offsetAt(zone, 0);
		return true;
	} catch {
		offsetFormats.delete(zone);
		return false;
	}
};

// domain/time/effectiveTime.ts
const form$1 = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/;
const timeForm$1 = /^T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
const daysInMonth = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** Precision that a written moment carries, or undefined if it is not a well-formed moment of an existing day. */
const precisionOf = (value) => {
	const match = form$1.exec(value);
	if (match === null) return void 0;
	const [, year, month, day, time] = match;
	if (year === void 0 || Number(year) < 1) return void 0;
	if (month === void 0) return "YEAR";
	if (Number(month) < 1 || Number(month) > 12) return void 0;
	if (day === void 0) return "MONTH";
	if (Number(day) < 1 || Number(day) > daysInMonth(Number(year), Number(month))) return void 0;
	if (time === void 0) return "DAY";
	return timeForm$1.test(time) ? "MINUTE" : void 0;
};
/** The effective time for a written moment (`UNKNOWN` allowed), or undefined if it is malformed. */
const readEffectiveTime = (value, zone) => {
	if (value === "UNKNOWN") return {
		precision: "UNKNOWN",
		zone
	};
	const precision = precisionOf(value);
	return precision === void 0 ? void 0 : {
		precision,
		value,
		zone
	};
};
/** The written form: inverse of `readEffectiveTime`. */
const writtenMoment = (time) => time.precision === "UNKNOWN" ? "UNKNOWN" : time.value;
/**
* Bounds of an effective time. UNKNOWN reaches from the beginning of time to `recordedAt`, since nothing is
* recorded before it happens (catalogue section 8 rule 4).
*/
const boundsOf = (time, recordedAt) => {
	if (time.precision === "UNKNOWN") return {
		earliest: Number.NEGATIVE_INFINITY,
		latest: recordedAt
	};
	if (time.precision === "MINUTE") {
		const instant = Date.parse(time.value);
		return {
			earliest: instant,
			latest: instant
		};
	}
	const year = Number(time.value.slice(0, 4));
	const month = time.precision === "YEAR" ? 1 : Number(time.value.slice(5, 7));
	const day = time.precision === "DAY" ? Number(time.value.slice(8, 10)) : 1;
	return {
		earliest: startOfLocalDay(time.zone, year, month, day),
		latest: (time.precision === "YEAR" ? startOfLocalDay(time.zone, year + 1, 1, 1) : time.precision === "MONTH" ? startOfLocalDay(time.zone, year, month + 1, 1) : startOfLocalDay(time.zone, year, month, day + 1)) - 1
	};
};

// domain/time/bitemporalFold.ts
/** Order in valid time: begin of the period, then the recorder's hint, then order of recording (rules 2 and 3). */
const inValidTime = (a, b) => a.bounds.earliest !== b.bounds.earliest ? a.bounds.earliest - b.bounds.earliest || (a.bounds.earliest < b.bounds.earliest ? -1 : 1) : (a.event.metadata.sequenceHint ?? 0) - (b.event.metadata.sequenceHint ?? 0) || a.event.streamVersion - b.event.streamVersion;
/** History of one stream in valid time as known at `knownAt` (rule 2). */
const timelineOf = (rules, events, knownAt = Number.POSITIVE_INFINITY) => {
	const known = events.filter((event) => event.recordedAt <= knownAt);
	const knowledge = rules.knowledgeOf(known);
	const placed = [];
	for (const event of known) {
		if (knowledge.annulled.has(event.eventId) || knowledge.aboutRecord(event)) continue;
		const corrected = knowledge.corrected(event);
		placed.push({
			event: corrected,
			bounds: boundsOf(corrected.metadata.effectiveAt, corrected.recordedAt)
		});
	}
	placed.sort(inValidTime);
	const steps = [];
	let state = rules.initial;
	for (const { event, bounds } of placed) {
		const stepped = rules.step(state, event, knowledge);
		state = stepped.state;
		steps.push({
			...stepped,
			event,
			bounds
		});
	}
	return {
		initial: rules.initial,
		steps,
		knowledge
	};
};
/** State at a moment of valid time: the fold of all steps whose period begins by then. */
const stateAt = (timeline, validAt) => {
	let state = timeline.initial;
	for (const step of timeline.steps) {
		if (step.bounds.earliest > validAt) break;
		state = step.state;
	}
	return state;
};

// domain/firearm/ownership.ts
const overlays = /* @__PURE__ */ new Set([
	"TMP",
	"AUT",
	"SZD",
	"TRN"
]);
const cuts = /* @__PURE__ */ new Set([
	"LST",
	"STL",
	"EXP",
	"DSM",
	"DST"
]);
/** A transfer begins a new interval even between the same two names; everything else only when the holder changes. */
const goesOn = (open, { holder, basis }) => basis.type !== "FirearmTransferred" && canonicalJson(open.holder) === canonicalJson(holder);
const possessionOf = ({ from, to, custody, custodian }) => overlays.has(custody) ? [{
	from,
	...to === void 0 ? {} : { to },
	custody,
	...custodian === void 0 ? {} : { custodian }
}] : [];
/**
* Intervals of ownership (users-and-jobs section 1, "holder interval"): they end with transfer, death, loss or end of
* life; temporary custody, finding, seizure and transport overlay them and do not cut them.
*/
const ownershipOf = (intervals) => {
	const owned = [];
	let open;
	const close = (to) => {
		if (open !== void 0) owned.push({
			...open,
			to
		});
		open = void 0;
	};
	for (const interval of intervals) {
		const { holder, custody, from, basis } = interval;
		if (holder === void 0 || cuts.has(custody)) {
			close(from);
			continue;
		}
		if (open !== void 0 && goesOn(open, interval)) {
			open = {
				...open,
				possessions: [...open.possessions, ...possessionOf(interval)]
			};
			continue;
		}
		close(from);
		open = {
			from,
			holder,
			basis,
			possessions: possessionOf(interval)
		};
	}
	return open === void 0 ? owned : [...owned, open];
};

// domain/firearm/chainStatement.ts
/**
* What is said of a chain of custody, in the form of JSON: by answers over HTTP, and by proof bundles, whose verifier
* makes it again from the events and compares.
*/
const iso = (instant) => new Date(instant).toISOString();
/** ISO text of an instant, null for one without bound. */
const isoOrNull = (instant) => Number.isFinite(instant) ? iso(instant) : null;
const boundaryStatement = ({ bounds, time }) => ({
	written: writtenMoment(time),
	precision: time.precision,
	earliest: isoOrNull(bounds.earliest),
	latest: iso(bounds.latest)
});
const unsettled = ({ event, from, code }) => ({
	event,
	from: boundaryStatement(from),
	code
});
/** Events that are recorded without effect: disputed ones await a decision, inconsistent ones contradict the rest. */
const unsettledStatement = (timeline) => {
	const { disputed, inconsistent } = unsettledOf(timeline);
	return {
		disputed: disputed.map(unsettled),
		inconsistent: inconsistent.map(unsettled)
	};
};
const chainStatement = ({ intervals, gaps }) => ({
	intervals: intervals.map((interval) => ({
		from: boundaryStatement(interval.from),
		to: interval.to === void 0 ? null : boundaryStatement(interval.to),
		custody: interval.custody,
		holder: interval.holder ?? null,
		custodian: interval.custodian ?? null,
		responsible: interval.responsible ?? null,
		basis: interval.basis,
		confirmation: interval.confirmation ?? null,
		supplierMismatch: interval.supplierMismatch
	})),
	gaps: gaps.map((gap) => ({
		from: boundaryStatement(gap.from),
		to: gap.to === void 0 ? null : boundaryStatement(gap.to),
		reason: gap.reason
	})),
	ownership: ownershipOf(intervals).map((owned) => ({
		from: boundaryStatement(owned.from),
		to: owned.to === void 0 ? null : boundaryStatement(owned.to),
		holder: owned.holder,
		basis: owned.basis,
		possessions: owned.possessions.map((possession) => ({
			from: boundaryStatement(possession.from),
			to: possession.to === void 0 ? null : boundaryStatement(possession.to),
			custody: possession.custody,
			custodian: possession.custodian ?? null
		}))
	}))
});
/** What a tracer reads off the chain. */
const tracingStatement = ({ firstRetail, lastLegalHolder, diversion, timesToCrime }) => ({
	firstRetail: firstRetail === void 0 ? null : {
		...firstRetail,
		on: boundaryStatement(firstRetail.on),
		confirmation: firstRetail.confirmation ?? null
	},
	lastLegalHolder: lastLegalHolder ?? null,
	diversion: diversion === void 0 ? null : {
		kind: diversion.kind,
		from: diversion.from === void 0 ? null : boundaryStatement(diversion.from),
		to: boundaryStatement(diversion.to),
		basis: diversion.basis
	},
	timesToCrime: timesToCrime.map(({ recovery, recoveredOn, fromFirstRetail, fromLastLegalTransfer }) => {
		const range = (days) => days === void 0 ? null : {
			...days,
			most: days.most ?? null,
			flag: days.flag ?? null
		};
		return {
			recovery,
			recoveredOn,
			fromFirstRetail: range(fromFirstRetail),
			fromLastLegalTransfer: range(fromLastLegalTransfer)
		};
	})
});

// domain/shared/ids.ts
/** Streams of the ledger by their key prefix (catalogue section 1). The prefix letter is part of the id. */
const idPattern = {
	firearm: "^W-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	component: "^T-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	party: "^[PF]-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	authorisation: "^E-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	trace: "^R-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	alert: "^L-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	vault: "^V-[0-7][0-9A-HJKMNP-TV-Z]{25}$",
	event: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
};
const firearmId = new RegExp(idPattern.firearm);

// domain/stream/confirmations.ts
/** What a transfer, an event of the type given, and the answers to it say: pending until the other side or the authority speaks (catalogue 5.2). */
const confirmationsOf = (transferred) => (event) => {
	switch (event.type) {
		case transferred: return [[event.eventId, event.metadata.disputes === void 0 ? "PENDING" : "DISPUTED"]];
		case "TransferConfirmed": return [[event.payload.targetEventId, "CONFIRMED"]];
		case "TransferDisputed": return [[event.payload.targetEventId, "DISPUTED"]];
		default: return [];
	}
};

// domain/event/envelope.ts
/** Reasons to look at an event that takes effect all the same. */
const flagReasons = [
	"SUPPLIER_MISMATCH",
	"LICENCE_NOT_VALID",
	"RECEIVER_NOT_ENTITLED",
	"PARTICULARS_DIFFER",
	"NOTICE_LATE"
];
const isFlag = (reason) => flagReasons.includes(reason);
/** The guard code for which the event has no effect until an authority decides; undefined when it has effect. */
const guardDispute = (metadata) => metadata.disputes?.find((reason) => !isFlag(reason));

// domain/stream/correction.ts
const isTree = (value) => typeof value === "object" && value !== null;
/** A copy with the value at the path replaced; a missing parent leaves the value as it is. */
const replacedAt = (value, path, by) => {
	const [name, ...rest] = path;
	if (name === void 0) return by;
	if (!isTree(value)) return value;
	const inner = value[name];
	const next = replacedAt(inner, rest, by);
	if (Array.isArray(value)) return value.map((item, index) => String(index) === name ? next : item);
	const copy = { ...value };
	Object.defineProperty(copy, name, {
		value: next,
		enumerable: true,
		configurable: true,
		writable: true
	});
	return copy;
};
const stepsOf = (path) => path.split("/").slice(2);
/** The event as the correction says it should have been recorded. The original is untouched. */
const applyCorrection = (event, correction) => correction.changes.reduce((corrected, { path, correctValue }) => {
	if (path !== "/effectiveAt") return {
		...corrected,
		payload: replacedAt(corrected.payload, stepsOf(path), correctValue)
	};
	const effectiveAt = readEffectiveTime(String(correctValue), corrected.metadata.effectiveAt.zone);
	return effectiveAt === void 0 ? corrected : {
		...corrected,
		metadata: {
			...corrected.metadata,
			effectiveAt
		}
	};
}, event);

// domain/stream/knowledge.ts
/** Annulments that count: those that no reinstatement has undone (catalogue 5.7). */
const annulledBy = (known) => {
	const undone = /* @__PURE__ */ new Set();
	const annulled = /* @__PURE__ */ new Set();
	for (const event of known) if (event.type === "RecordReinstated") undone.add(event.payload.annulmentEventId);
	for (const event of known) if (event.type === "RecordAnnulled" && !undone.has(event.eventId)) {
		const { targetEventId, cascade } = event.payload;
		annulled.add(targetEventId);
		for (const dependent of cascade ?? []) annulled.add(dependent);
	}
	return annulled;
};
/** What the known events of a stream say about one another: annulments, corrections, answers, decided disputes. */
const knowledgeOf = (aboutRecord, answersOf) => {
	const nothing = {
		annulled: /* @__PURE__ */ new Set(),
		aboutRecord: (event) => aboutRecord(event.type),
		confirmation: () => void 0,
		corrected: (event) => event
	};
	return (known) => {
		if (known.length === 0) return nothing;
		const annulled = annulledBy(known);
		const corrections = /* @__PURE__ */ new Map();
		const answers = /* @__PURE__ */ new Map();
		for (const event of known) {
			if (annulled.has(event.eventId)) continue;
			if (event.type === "RecordCorrected") {
				const { targetEventId } = event.payload;
				corrections.set(targetEventId, [...corrections.get(targetEventId) ?? [], event]);
			} else if (event.type === "DisputeDecided") {
				const { targetEventId, outcome } = event.payload;
				answers.set(targetEventId, outcome === "UPHELD" ? "CONFIRMED" : "DISPUTED");
			} else for (const [target, confirmation] of answersOf(event)) if (confirmation !== "PENDING" || !answers.has(target)) answers.set(target, confirmation);
		}
		return {
			annulled,
			aboutRecord: (event) => aboutRecord(event.type),
			confirmation: (eventId) => answers.get(eventId),
			corrected: (event) => (corrections.get(event.eventId) ?? []).reduce((corrected, { payload }) => applyCorrection(corrected, payload), event)
		};
	};
};

// domain/shared/refusal.ts
/**
* A refusal is a value: a stable code, a sentence that tells the person what to do, and the field concerned.
* `Rnn` codes are those of catalogue 6.2; the others are refusals of the edge that the catalogue leaves open.
*/
const refusalCodes = [
	"R00",
	"R01",
	"R03",
	"R06",
	"R07",
	"R08",
	"R09",
	"R10",
	"R11",
	"R12",
	"R13",
	"R14",
	"R15",
	"R16",
	"R17",
	"R18",
	"R19",
	"R20",
	"R21",
	"R22",
	"R23",
	"R24",
	"R25",
	"R31",
	"R32",
	"R33",
	"R34",
	"R41",
	"R42",
	"R43",
	"R44",
	"R51",
	"R52",
	"R53",
	"R61",
	"R62",
	"R70",
	"R71",
	"R72",
	"ROLE_MAY_NOT_RECORD",
	"NOT_YOUR_FIREARM",
	"SELF_ANNULMENT_CLOSED",
	"RECORDED_VALUE_DIFFERS",
	"CORRECTION_INVALID",
	"EVIDENCE_REFERENCE_MISSING",
	"CATEGORY_CONTRADICTS_FACTS",
	"TRACE_ANSWER_INCOMPLETE",
	"USE_RESTRICTED",
	"POLICY_INVALID",
	"MERGED_INTO_ANOTHER",
	"PARTY_NOT_REGISTERED",
	"PERIOD_TOO_LONG",
	"REGISTER_DIFFERS",
	"SECOND_PERSON_REQUIRED"
];
const refusal = (code, detail, more = {}) => ({
	code,
	detail,
	...more
});

// domain/stream/transitionTable.ts
const isRefusalCode = (text) => refusalCodes.includes(text);
const parseCell = (text, statuses, rules) => {
	if (text === "IC") return { kind: "IDENTITY_CONFLICT" };
	if (isRefusalCode(text)) return {
		kind: "REFUSE",
		code: text
	};
	const flagged = text.endsWith("+F");
	const to = flagged ? text.slice(0, -2) : text;
	if (to === "=") return {
		kind: "SAME",
		flagged
	};
	if (rules.includes(to)) return {
		kind: "RESOLVED",
		rule: to,
		flagged
	};
	if (statuses.includes(to)) return {
		kind: "MOVE",
		to,
		flagged
	};
	throw new Error(`the transition table has a cell "${text}"`);
};
/** Reads a row, one cell a status. A malformed row is a programmer's error and stops the program at start. */
const parseTransitionRow = (text, statuses, rules) => {
	const cells = text.trim().split(/\s+/);
	if (cells.length !== statuses.length) throw new Error(`a row needs ${statuses.length} cells: "${text}"`);
	return new Map(statuses.map((status, index) => [status, parseCell(cells[index] ?? "", statuses, rules)]));
};

// domain/stream/streamKind.ts
/** Makes a kind of stream work from its specification. A malformed table stops the program at start. */
const createStreamKind = (specification) => {
	const { catalogue, rules, statuses, statusOf, withStatus } = specification;
	const definitions = new Map(catalogue.map(([definition]) => [definition.type, definition]));
	const rows = new Map(catalogue.map(([definition, row]) => [definition.type, parseTransitionRow(row, statuses, Object.keys(rules))]));
	const definitionOf = (type) => definitions.get(type);
	const isAboutRecord = (type) => definitionOf(type)?.aboutRecord === true;
	const answers = specification.answers ?? (() => []);
	const byTable = (definition, state, event) => {
		const status = statusOf(state);
		const cell = rows.get(definition.type)?.get(status);
		if (cell === void 0) return {
			kind: "REFUSED",
			code: "R17"
		};
		switch (cell.kind) {
			case "IDENTITY_CONFLICT": return {
				kind: "NEXT",
				status,
				anomaly: "IDENTITY_CONFLICT"
			};
			case "REFUSE": {
				const lifted = definition.lift?.(cell.code, event.payload, state, event.metadata);
				if (lifted === void 0) return {
					kind: "REFUSED",
					code: cell.code
				};
				return {
					kind: "NEXT",
					status: lifted === "SAME" ? status : lifted
				};
			}
			case "SAME":
			case "MOVE":
			case "RESOLVED": return {
				kind: "NEXT",
				status: cell.kind === "SAME" ? status : cell.kind === "MOVE" ? cell.to : rules[cell.rule]?.(definition, event.payload, state) ?? status,
				...cell.flagged ? { anomaly: definition.flaggedAs ?? "UNEXPECTED_PLACE" } : {}
			};
		}
	};
	const after = (definition, state, event) => {
		const outcome = byTable(definition, state, event);
		if (outcome.kind === "REFUSED" || outcome.anomaly === "IDENTITY_CONFLICT") return outcome;
		const contradiction = definition.contradicts?.(event.payload, state);
		return contradiction === void 0 ? outcome : {
			kind: "REFUSED",
			code: contradiction.code,
			contradiction
		};
	};
	/**
	* One step of the fold. An event that no longer fits (HC-10) is kept, marked INCONSISTENT with the code that says why,
	* and leaves the state alone; so does one that was accepted as DISPUTED, until the authority upholds it (HC-09).
	*/
	const step = (state, event, known) => {
		const definition = definitionOf(event.type);
		if (definition === void 0) return {
			state,
			status: "INCONSISTENT",
			code: "R17"
		};
		const guard = guardDispute(event.metadata);
		if (guard !== void 0 && known.confirmation(event.eventId) !== "CONFIRMED") return {
			state,
			status: "DISPUTED",
			code: guard
		};
		const outcome = after(definition, state, event);
		if (outcome.kind === "REFUSED") return {
			state: definition.remains?.(state, event) ?? state,
			status: "INCONSISTENT",
			code: outcome.code
		};
		const moved = withStatus(outcome.anomaly === void 0 ? state : {
			...state,
			anomalies: [...state.anomalies, {
				kind: outcome.anomaly,
				eventId: event.eventId,
				status: statusOf(state)
			}]
		}, outcome.status);
		if (outcome.anomaly === "IDENTITY_CONFLICT") return {
			state: moved,
			status: "EFFECTIVE"
		};
		return {
			state: definition.apply?.(moved, event, state) ?? moved,
			status: "EFFECTIVE"
		};
	};
	return {
		...specification,
		definitions: catalogue.map(([definition]) => definition),
		definitionOf,
		rowOf: (type) => rows.get(type),
		after,
		fold: {
			initial: specification.initial,
			step,
			knowledgeOf: knowledgeOf(isAboutRecord, answers),
			changesOthers: (event) => isAboutRecord(event.type) || answers(event).some(([target]) => target !== event.eventId)
		}
	};
};

// domain/time/calendarDate.ts
const isCalendarDate = (text) => precisionOf(text) === "DAY";
const partsOf = (date) => ({
	year: Number(date.slice(0, 4)),
	month: Number(date.slice(5, 7)),
	day: Number(date.slice(8, 10))
});
const utcOf = ({ year, month, day }) => {
	const utc = /* @__PURE__ */ new Date(0);
	utc.setUTCFullYear(year, month - 1, day);
	return utc;
};
const written = (date) => `${String(date.getUTCFullYear()).padStart(4, "0")}-${String(date.getUTCMonth() + 1).padStart(2, "0")}-${String(date.getUTCDate()).padStart(2, "0")}`;
const addDays = (date, days) => {
	const parts = partsOf(date);
	return written(utcOf({
		...parts,
		day: parts.day + days
	}));
};
/** The same day so many months later; where that month has no such day, its last day (Reg. 1182/71 art. 3(2)(c)). */
const addMonths = (date, months) => {
	const { year, month, day } = partsOf(date);
	const lastDay = utcOf({
		year,
		month: month + months + 1,
		day: 0
	});
	return written(day >= lastDay.getUTCDate() ? lastDay : utcOf({
		year,
		month: month + months,
		day
	}));
};
const isWeekend = (date) => [0, 6].includes(utcOf(partsOf(date)).getUTCDay());
/** The instant at which the date begins in the zone. */
const startOfDate = (date, zone) => {
	const { year, month, day } = partsOf(date);
	return startOfLocalDay(zone, year, month, day);
};
/** First day on which a written moment (`YYYY`, `YYYY-MM`, a date, a date-time, `UNKNOWN`) may lie. */
const firstDayOf = (moment) => moment === "UNKNOWN" ? "0001-01-01" : moment.length === 4 ? `${moment}-01-01` : moment.length === 7 ? `${moment}-01` : moment.slice(0, 10);
/** Last day on which a written moment may lie. */
const lastDayOf = (moment) => moment === "UNKNOWN" ? "9999-12-31" : moment.length === 4 ? `${moment}-12-31` : moment.length === 7 ? addDays(addMonths(`${moment}-01`, 1), -1) : moment.slice(0, 10);

// domain/time/duration.ts
const form = /^P(?:(\d{1,3})W|(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?)$/;
/** Reads an ISO 8601 duration; undefined where it is malformed or finer than a day. */
const parseDuration = (text) => {
	const match = form.exec(text);
	if (match === null) return void 0;
	const [, weeks, years, months, days] = match;
	return {
		months: Number(years ?? 0) * 12 + Number(months ?? 0),
		days: Number(weeks ?? 0) * 7 + Number(days ?? 0)
	};
};
/** The date a period later: months first, by the end-of-month rule of Reg. 1182/71 art. 3(2)(c), then days. */
const addDuration = (date, { months, days }) => addDays(addMonths(date, months), days);
/** The same time of day (UTC) a period later, for windows that run from the server's clock. */
const addDurationToInstant = (instant, period) => {
	const date = new Date(instant).toISOString().slice(0, 10);
	const timeOfDay = instant - Date.parse(`${date}T00:00:00Z`);
	return Date.parse(`${addDuration(date, period)}T00:00:00Z`) + timeOfDay;
};
/**
* A duration that data of a validated policy states. Throws on a malformed one: a policy passes its shape before it is
* used, so that is a fault of the program.
*/
const durationOf = (text) => {
	const parsed = parseDuration(text);
	if (parsed === void 0) throw new Error(`not a duration of whole days: ${text}`);
	return parsed;
};

// domain/alert/entries.ts
/** Where an alert must be entered, as the jurisdiction is connected (REQ-LST-02). */
const alertChannels = ({ outbox }) => [...outbox.sis ? ["SIS"] : [], ...outbox.iarms ? ["IARMS"] : []];

// domain/firearm/alertStream.ts
/** Alerts of loss and theft that have a stream of their own. */
const alertStreams = ({ alerts }) => alerts.flatMap((alert) => alert.kind === "WANTED_EXHIBIT" || alert.alertId === void 0 ? [] : [{
	...alert,
	alertId: alert.alertId
}]);
const openNowOrThen = ({ state, stateNow }) => alertStreams(stateNow)[0] ?? alertStreams(state)[0];
/** A firearm has one open alert of loss or theft: a further report joins it, otherwise it gets a stream (catalogue 5.6). */
const withAlertId = (context) => ({
	...context.payload,
	alertId: openNowOrThen(context)?.alertId ?? context.derive("L", "alert")
});
/** The half of a report of loss or theft in the alert's stream (REQ-LST-01: in one unit). */
const reportSpreads = (kind) => (context) => {
	const { payload, policy, id } = context;
	if (payload.alertId === void 0) return [];
	const open = openNowOrThen(context);
	return [{
		stream: {
			kind: "alert",
			id: payload.alertId
		},
		type: open === void 0 ? "AlertOpened" : "AlertUpdated",
		payload: {
			firearmId: id,
			kind: open?.kind === "STOLEN" ? "STOLEN" : kind,
			channels: alertChannels(policy)
		}
	}];
};
/** The closing of every open alert of loss or theft, in its own stream. */
const closingSpreads = (reason) => ({ state }) => alertStreams(state).map(({ alertId }) => ({
	stream: {
		kind: "alert",
		id: alertId
	},
	type: "AlertClosed",
	payload: { reason }
}));
/** What a correction, an annulment or a decided dispute of the firearm's records does to its alerts. */
const alertConsequences = (before, after, { id, policy }) => {
	const were = new Map(alertStreams(before).map((alert) => [alert.alertId, alert.kind]));
	const are = new Map(alertStreams(after).map((alert) => [alert.alertId, alert.kind]));
	const closed = [...were.keys()].filter((alertId) => !are.has(alertId)).map((alertId) => ({
		alertId,
		type: "AlertClosed",
		payload: { reason: "RECORD_CHANGED" }
	}));
	const changed = [...are].filter(([alertId, kind]) => were.get(alertId) !== kind).map(([alertId, kind]) => ({
		alertId,
		type: were.has(alertId) ? "AlertUpdated" : "AlertOpened",
		payload: {
			firearmId: id,
			kind,
			channels: alertChannels(policy)
		}
	}));
	return [...closed, ...changed].map(({ alertId, type, payload }) => ({
		stream: {
			kind: "alert",
			id: alertId
		},
		type,
		payload,
		at: "NOW"
	}));
};
/** The notice that a refusal for an open alert leaves with the police (HC-03); the recorder does not see it. */
const attemptNotice = ({ id, state, stateNow, metadata }, refused, type) => {
	if (refused.code !== "R10" && refused.code !== "R11") return [];
	return [...new Set([...alertStreams(stateNow), ...alertStreams(state)].map(({ alertId }) => alertId))].map((alertId) => ({
		stream: {
			kind: "alert",
			id: alertId
		},
		type: "AttemptedUnderAlert",
		payload: {
			firearmId: id,
			attempted: type,
			statedFor: writtenMoment(metadata.effectiveAt),
			code: refused.code
		},
		at: "NOW"
	}));
};

// domain/shared/commonFields.ts
/** Field types that several events share (catalogue sections 3 and 3.1). */
const country = (meaning) => matching("^([A-Z]{2}|[A-Z]{4})$", 4, `${meaning}: ISO 3166-1 alpha-2, ISO 3166-3 for former States, or XK`, "ME");
const partyId = (meaning) => matching(idPattern.party, 28, meaning, "P-01J9ZK3C5E7G9JBMDPFRHTKVMX");
/** A party, or the coded reason why none is named. */
const partyRef = (meaning) => coded(partyId(meaning), ["UNKNOWN", "NONE"]);
const eventId = (meaning) => matching(idPattern.event, 36, meaning, "0b8f5f0e-2f0b-5f43-9a53-3a1c6f1f9d11");
const firearmRef$2 = (meaning) => matching(idPattern.firearm, 28, meaning, "W-01J9ZK3C5E7G9JBMDPFRHTKVMX");
const authorisationRef = (meaning) => matching(idPattern.authorisation, 28, meaning, "E-01J9ZK3C5E7G9JBMDPFRHTKVMX");
const reference = (meaning, example = "REF-2025-118") => text(64, meaning, example);
const sha256 = (meaning) => matching("^[0-9a-f]{64}$", 64, meaning, "0".repeat(64));
const place = (meaning) => record({
	country: country("country"),
	admin: optional(text(120, "district or municipality", "Podgorica")),
	locality: optional(text(120, "town or village; never a home address", "Tuzi"))
}, meaning, "Place");
/** A postal address. It is a person's home or a firm's seat: only ever inside a `personal` field. */
const address = (meaning) => record({
	street: text(200, "street and number", "1 Example Street"),
	postcode: optional(text(20, "postcode", "81000")),
	locality: text(120, "town or village", "Podgorica"),
	country: country("country")
}, meaning, "Address");
const docRef = (meaning) => record({
	kind: text(40, "kind of document", "COURT_ORDER"),
	number: reference("number of the document", "K-118/25"),
	issuer: text(120, "who issued it: court, prosecutor or competent authority", "Basic Court"),
	date: date("date of the document"),
	sha256: optional(sha256("SHA-256 of its scan"))
}, meaning, "DocumentReference");
/** In which capacity the receiving party has the firearm: decides TRD, HLD or STK in the transition table. */
const partyRole = oneOf([
	"TRADE",
	"HOLDER",
	"STATE"
], "capacity of the receiving party: TRADE (dealer, maker), HOLDER (authorised person or body), STATE (State stock)");

// domain/stream/definition.ts
/** States the payload type once and forgets it: the only cast between a payload and its validated form. */
const defineEventOf = () => (definition) => definition;
/** A definition that every kind of stream shares: it is about records, not about the state of its subject. */
const defineSharedEvent = defineEventOf();

// domain/stream/records/recipientInformed.ts
/** Who received a value that was corrected is told (GDPR 19, LED 16(6); REQ-DPR-04). */
const recipientInformed = defineSharedEvent({
	type: "RecipientInformed",
	schemaVersion: 1,
	meaning: "A recipient of data that was corrected or annulled was told of it.",
	payload: record({
		targetEventId: eventId("the correction, annulment or late record"),
		recipient: text(120, "authority or organisation that was told", "Bundeskriminalamt"),
		disclosureEventId: optional(eventId("the answer or notice by which it had received the value")),
		channel: oneOf([
			"IMI",
			"SIENA",
			"SIS",
			"IARMS",
			"LETTER",
			"MESSAGE"
		], "how it was told"),
		ref: reference("reference of the message", "SIENA-2026-4712")
	}),
	recordedBy: [
		"CLK",
		"DPO",
		"FFP"
	],
	assertionKind: "FACT",
	legalBasis: ["GDPR:19", "LED:16(6)"],
	aboutRecord: true,
	check: ({ payload, history }) => {
		const absent = [payload.targetEventId, payload.disclosureEventId].find((wanted) => wanted !== void 0 && !history.some((event) => event.eventId === wanted));
		return absent === void 0 ? void 0 : refusal("R71", "No event with this id is recorded here.", { pointer: absent === payload.targetEventId ? "/payload/targetEventId" : "/payload/disclosureEventId" });
	}
});

// domain/stream/records/disputeDecided.ts
/** The table accepted it with a flag: it happened, and somebody looks into where (catalogue 6.1). */
const isOdd = ({ steps }, eventId) => steps.at(-1)?.state.anomalies.some((each) => each.eventId === eventId && each.kind !== "IDENTITY_CONFLICT") === true;
/**
* The authority's decision on an event that was accepted as DISPUTED (catalogue 8 rule 6), or its word on one that was
* flagged and has effect. The catalogue leaves open how one other than a transfer is decided; without this it could never
* take effect, and no flag would ever be settled.
*/
const disputeDecided = defineSharedEvent({
	type: "DisputeDecided",
	schemaVersion: 1,
	meaning: "The competent authority decided whether a disputed record counts, or looked into a flagged one.",
	payload: record({
		targetEventId: eventId("the disputed or flagged event"),
		outcome: oneOf(["UPHELD", "REJECTED"], "whether it counts"),
		decisionRef: optional(docRef("the decision"))
	}),
	recordedBy: ["CLK", "POL"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)"],
	aboutRecord: true,
	check: ({ payload, history, timeline }) => {
		const target = history.find((event) => event.eventId === payload.targetEventId);
		if (target === void 0 || target.metadata.disputes === void 0 && !isOdd(timeline, target.eventId)) return refusal("R71", "No disputed or flagged event with this id is recorded here.", { pointer: "/payload/targetEventId" });
		return guardDispute(target.metadata) === void 0 && payload.outcome === "REJECTED" ? refusal("R17", "This record was flagged and has effect. Correct or annul it if it is wrong.", { pointer: "/payload/outcome" }) : void 0;
	}
});

// domain/stream/records/recordAnnulled.ts
const recordAnnulled = defineSharedEvent({
	type: "RecordAnnulled",
	schemaVersion: 1,
	meaning: "An earlier record counts no more; it stays visible to audit and its id is never used again.",
	payload: record({
		targetEventId: eventId("the event that is annulled"),
		reason: oneOf([
			"NEVER_HAPPENED",
			"WRONG_OBJECT",
			"DUPLICATE",
			"TEST"
		], "why"),
		cascade: optional(list(eventId("a later event that falls with it"), 1, 100, "later events that depend on it and fall with it"))
	}),
	recordedBy: ["CLK", "DLR"],
	assertionKind: "FACT",
	legalBasis: ["GDPR:16", "LED:16"],
	aboutRecord: true
});

// domain/stream/records/recordCorrected.ts
const payload$5 = record({
	targetEventId: eventId("the event that is corrected"),
	changes: list(record({
		path: matching("^/(effectiveAt|payload(/[A-Za-z0-9]{1,40}){1,8})$", 200, "JSON pointer into the event", "/payload/identity/serialRaw"),
		recordedValue: json("the value as recorded", "AB 12346"),
		correctValue: json("the right value", "AB 12345")
	}, "", "Change"), 1, 20, "what is corrected"),
	reason: oneOf([
		"CLERICAL_ERROR",
		"MISREAD_MARK",
		"WRONG_PARTY",
		"WRONG_DATE",
		"LATE_EVIDENCE"
	], "why"),
	evidenceRef: docRef("evidence for the right value")
});
const recordCorrected = defineSharedEvent({
	type: "RecordCorrected",
	schemaVersion: 1,
	meaning: "An earlier record is corrected; the original stays visible.",
	payload: payload$5,
	recordedBy: [
		"CLK",
		"MFR",
		"DLR"
	],
	assertionKind: "FACT",
	legalBasis: ["GDPR:16", "LED:16"],
	aboutRecord: true
});

// domain/stream/records/recordReinstated.ts
const recordReinstated = defineSharedEvent({
	type: "RecordReinstated",
	schemaVersion: 1,
	meaning: "An annulment was wrong: the annulled record counts again.",
	payload: record({
		annulmentEventId: eventId("the annulment that is undone"),
		reason: oneOf([
			"ANNULLED_IN_ERROR",
			"NEW_EVIDENCE",
			"COURT_DECISION"
		], "why")
	}),
	recordedBy: ["CLK"],
	assertionKind: "FACT",
	legalBasis: ["GDPR:16", "LED:16"],
	aboutRecord: true,
	check: ({ payload, history }) => {
		const pointer = { pointer: "/payload/annulmentEventId" };
		if (!history.some(({ eventId: id, type }) => id === payload.annulmentEventId && type === "RecordAnnulled")) return refusal("R71", "No annulment with this id is recorded here.", pointer);
		return history.some((event) => event.type === "RecordReinstated" && event.payload.annulmentEventId === payload.annulmentEventId) ? refusal("R71", "This annulment is undone already.", pointer) : void 0;
	}
});

// domain/stream/records/rows.ts
const records = [
	recordCorrected,
	recordAnnulled,
	recordReinstated,
	disputeDecided
];
/** The records about records, which every kind of stream has: refused for an unknown subject, never by its status.
* The ledger's own stream has one status and is never unknown. */
const recordRows = (statuses) => records.map((definition) => [definition, statuses.map((_, index) => index === 0 && statuses.length > 1 ? "R00" : "=").join(" ")]);

// domain/firearm/definition.ts
const defineEvent = defineEventOf();

// domain/firearm/events/shared.ts
/** The serial of an identity block as a searchable mark; a coded absence leaves none. */
const identityMark = (identity, location, recordedBy) => isAbsent(identity.serialRaw) ? [] : [{
	serialRaw: identity.serialRaw,
	location,
	origin: "IDENTITY",
	recordedBy
}];
const seenMarks = (seen, recordedBy) => seen.flatMap(({ location, serialRaw }) => isAbsent(serialRaw) ? [] : [{
	serialRaw,
	location,
	origin: "SEEN",
	recordedBy
}]);
/** Adds marks that the state does not hold yet; what was read once stays searchable. */
const withMarks = (state, marks) => {
	const fresh = marks.filter((mark) => !state.marks.some((known) => known.serialRaw === mark.serialRaw && String(known.location) === String(mark.location)));
	return fresh.length === 0 ? state : {
		...state,
		marks: [...state.marks, ...fresh]
	};
};
/** The stream of the alert; the ledger names it, whatever the recorder writes here. */
const alertId = optional(matching(idPattern.alert, 28, "the alert that this opens or joins; added", "L-01J9ZK3C5E7G9JBMDPFRHTKVMX"));
/** Opens an alert; the window in which nobody held the firearm lawfully begins where the report says. */
const withAlert = (state, kind, event, from, before) => {
	const window = readEffectiveTime(from, event.metadata.effectiveAt.zone) ?? event.metadata.effectiveAt;
	const windowFrom = boundsOf(window, event.recordedAt).earliest;
	const ownId = event.payload.alertId;
	const open = openLossAlert(state);
	const upgraded = open?.kind === "LOST" && kind === "STOLEN";
	const alert = {
		kind: open === void 0 || upgraded ? kind : open.kind,
		openedBy: open === void 0 || upgraded ? event.eventId : open.openedBy,
		windowFrom: Math.min(windowFrom, open?.windowFrom ?? windowFrom),
		...(open?.alertId ?? ownId) === void 0 ? {} : { alertId: open?.alertId ?? ownId }
	};
	return {
		...state,
		alerts: [...state.alerts.filter((each) => each !== open), alert],
		...state.custody === "LST" || state.custody === "STL" ? { custodyBeforeLoss: before.custodyBeforeLoss ?? before.custody } : {}
	};
};
/** Closes all alerts of loss and theft. */
const withoutAlerts = (state) => {
	const { custodyBeforeLoss: _closed, ...rest } = state;
	return {
		...rest,
		alerts: state.alerts.filter((alert) => alert.kind === "WANTED_EXHIBIT")
	};
};
const openLossAlert = (state) => state.alerts.find((alert) => alert.kind === "LOST" || alert.kind === "STOLEN");
/** Under an open alert a firearm comes to nobody, however it is told (REQ-LST-03). */
const alertForbids = (state) => {
	const open = openLossAlert(state);
	return open === void 0 ? void 0 : refusal(open.kind === "STOLEN" ? "R11" : "R10", "An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.", { eventIds: [open.openedBy] });
};
/** What finding, seizure and surrender have in common: an authority has it, and whoever answered for it still does. */
const keptByAuthority = (state, organisationId, eventId, identityAsSeen) => ({
	...state,
	holder: state.holder ?? {
		party: organisationId,
		role: "AUTHORITY"
	},
	custodian: {
		party: organisationId,
		purpose: "EVIDENCE",
		since: eventId
	},
	...state.identity === void 0 && identityAsSeen !== void 0 ? { identity: identityAsSeen } : {}
});

// domain/firearm/events/alertDischarged.ts
/** How a missing firearm comes into the hands of an authority, and can be compared physically. */
const recoveries = /* @__PURE__ */ new Set([
	"FirearmFound",
	"FirearmSurrendered",
	"FirearmSeized"
]);
const alertDischarged = defineEvent({
	type: "AlertDischarged",
	schemaVersion: 1,
	meaning: "The missing firearm was identified physically; the alert is closed.",
	payload: record({ recoveryEventId: eventId("the finding, surrender or seizure by which it came back") }),
	recordedBy: ["POL"],
	assertionKind: "FACT",
	legalBasis: ["SIS:38", "iARMS"],
	check: ({ payload, state, history }) => {
		if (openLossAlert(state) === void 0) return refusal("R21", "No alert of loss or theft is open for this firearm.");
		const recovery = history.find((event) => event.eventId === payload.recoveryEventId);
		return recovery !== void 0 && recoveries.has(recovery.type) ? void 0 : refusal("R71", "Name the FirearmFound, FirearmSurrendered or FirearmSeized event of this firearm.", { pointer: "/payload/recoveryEventId" });
	},
	spreads: closingSpreads("DISCHARGED"),
	apply: withoutAlerts
});

// domain/firearm/events/alertWithdrawn.ts
const alertWithdrawn = defineEvent({
	type: "AlertWithdrawn",
	schemaVersion: 1,
	meaning: "The report of loss or theft was wrong: the firearm was never missing, or it was another one.",
	payload: record({ reason: oneOf(["NEVER_MISSING", "WRONG_FIREARM"], "why the alert is withdrawn") }),
	recordedBy: ["POL", "CLK"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(6)"],
	check: ({ state }) => openLossAlert(state) === void 0 ? refusal("R21", "No alert of loss or theft is open for this firearm.") : void 0,
	returnsTo: (state) => state.custodyBeforeLoss,
	spreads: closingSpreads("WITHDRAWN"),
	apply: withoutAlerts
});

// domain/firearm/events/ballisticHitReported.ts
const ballisticHitReported = defineEvent({
	type: "BallisticHitReported",
	schemaVersion: 1,
	meaning: "Images of this firearm match those of a case: an assessment, not a fact.",
	payload: record({
		matchedCase: reference("case that it matches", "KT-112/26"),
		confidence: oneOf([
			"HIGH",
			"MEDIUM",
			"LOW"
		], "how sure the match is")
	}),
	recordedBy: ["LAB", "FFP"],
	assertionKind: "ASSESSMENT",
	legalBasis: ["LED:7"],
	check: ({ stateNow }) => stateNow.ballistics.images.length === 0 ? refusal("R17", "No images of this firearm are filed. Record BallisticImageFiled first.") : void 0
});

// domain/firearm/events/ballisticImageFiled.ts
const ballisticImageFiled = defineEvent({
	type: "BallisticImageFiled",
	schemaVersion: 1,
	meaning: "Images of test-fired pieces were filed in a ballistic system.",
	payload: record({
		system: oneOf([
			"IBIN",
			"NABIS",
			"ARSENAL",
			"EVOFINDER",
			"OTHER"
		], "system that holds them"),
		imageRef: reference("reference of the images", "IB-2026-0118"),
		calibre: text(40, "calibre", "9 mm Luger")
	}),
	recordedBy: ["LAB"],
	assertionKind: "FACT",
	legalBasis: ["ITI:9"],
	apply: (state, { eventId }) => ({
		...state,
		ballistics: {
			...state.ballistics,
			images: [...state.ballistics.images, eventId]
		}
	})
});

// domain/firearm/events/ballisticTestFired.ts
const ballisticTestFired = defineEvent({
	type: "BallisticTestFired",
	schemaVersion: 1,
	meaning: "A laboratory fired the weapon to obtain comparison pieces.",
	payload: record({
		rounds: integer(1, 100, "rounds fired", 3),
		date: date("day of the test", "2026-03-01"),
		exhibitNo: reference("exhibit number", "EX-3")
	}),
	recordedBy: ["LAB"],
	assertionKind: "FACT",
	legalBasis: ["ITI:9"],
	apply: (state, { eventId }) => ({
		...state,
		ballistics: {
			...state.ballistics,
			testFires: [...state.ballistics.testFires, eventId]
		}
	})
});

// domain/firearm/identity.ts
/** Code lists of `identification-and-codes.md` sections 2 and 3, and of catalogue 3.1. */
const firearmTypes = [
	"PISTOL",
	"REVOLVER",
	"RIFLE",
	"CARBINE",
	"SHOTGUN",
	"COMBINATION",
	"SUBMACHINE_GUN",
	"MACHINE_GUN",
	"ASSAULT_RIFLE",
	"DERRINGER",
	"SIGNAL_CONVERTED",
	"PRIVATELY_MADE_OTHER",
	"COMPONENT"
];
const actions = [
	"AUTOMATIC",
	"SEMI_AUTO",
	"REPEATING_BOLT",
	"REPEATING_LEVER",
	"REPEATING_PUMP",
	"REVOLVING",
	"SINGLE_SHOT",
	"BREAK_OPEN",
	"MUZZLE_LOADING"
];
const subcategories = [
	"A1",
	"A2",
	"A3",
	"A4",
	"A5",
	"A6",
	"A7a",
	"A7b",
	"A8",
	"A9",
	"B1",
	"B2",
	"B3",
	"B4",
	"B5",
	"B6",
	"B7",
	"B8",
	"B9",
	"C1",
	"C2",
	"C3",
	"C4",
	"C5",
	"C6",
	"C7"
];
const markLocations = [
	"FRAME",
	"RECEIVER",
	"RECEIVER_UPPER",
	"RECEIVER_LOWER",
	"SLIDE",
	"BARREL",
	"BOLT",
	"BREECH_BLOCK",
	"CYLINDER"
];
/** Material of a frame or receiver, as far as the duty of an embedded plate asks (REQ-MRK-06). */
const frameMaterials = [
	"METAL",
	"POLYMER",
	"COMPOSITE",
	"CERAMIC",
	"OTHER_NON_METALLIC"
];
/** Locations whose mark identifies the firearm; marks elsewhere are secondary (identification 2). */
const primaryLocations = /* @__PURE__ */ new Set([
	"FRAME",
	"RECEIVER",
	"RECEIVER_LOWER",
	"RECEIVER_UPPER"
]);
const serialRaw = coded(text(40, "serial number exactly as read, any script", "AB 12345"));
const calibre = record({
	raw: text(40, "calibre as marked", "9 mm Luger"),
	code: optional(text(40, "code of the calibre list", "CIP:9-MM-LUGER")),
	barrelPosition: optional(text(20, "which barrel, where there are several", "UPPER"))
}, "one calibre", "Calibre");
/** The identity block of Dir. 4(5)(a) (catalogue section 3): what the firearm is, as recorded. */
const identity = record({
	type: coded(oneOf(firearmTypes, "kind of firearm")),
	make: coded(text(120, "maker or brand as read", "Zastava")),
	manufacturerCode: optional(text(40, "code of the maker list", "ZASTAVA")),
	model: coded(text(120, "model as read", "M57")),
	modelCode: optional(text(60, "code or number of the model", "M57-A")),
	calibre: coded(list(calibre, 1, 4, "calibres, one a barrel")),
	serialRaw,
	yearOfManufacture: optional(integer(1700, 2200, "year of manufacture", 1987)),
	countryOfManufacture: coded(country("country of manufacture")),
	action: coded({
		...oneOf(actions, "action"),
		example: "SEMI_AUTO"
	}),
	bore: coded({
		...oneOf([
			"SMOOTH",
			"RIFLED",
			"COMBINED"
		], "bore"),
		example: "RIFLED"
	}),
	barrelLengthMm: optional(integer(1, 3e3, "barrel length in mm", 116)),
	overallLengthMm: optional(integer(1, 3e3, "overall length in mm", 200)),
	minLengthMm: optional(integer(1, 3e3, "shortest length in mm, stock folded", 200)),
	chambers: optional(integer(0, 500, "number of chambers", 1)),
	deviceCapacity: optional(integer(0, 500, "rounds in the loading device", 9)),
	loadingDeviceDetachable: optional(flag("whether the loading device comes off")),
	ignition: coded(oneOf([
		"CENTREFIRE",
		"RIMFIRE",
		"PERCUSSION",
		"OTHER"
	], "ignition")),
	finish: optional(text(60, "finish", "Blued")),
	convertedFromAlarm: optional({
		...flag("whether it was an alarm or signal weapon and was converted to fire projectiles (Dir. 14)"),
		example: false
	}),
	category: coded({
		...oneOf([
			"A",
			"B",
			"C",
			"LEGACY_D"
		], "category of Annex I"),
		example: "B"
	}),
	subcategory: coded({
		...oneOf(subcategories, "subcategory of Annex I"),
		example: "B5"
	})
}, "what the firearm is (Dir. 4(5)(a))", "Identity");
/** The mark on the primary part as a register or a dealer states it. */
const frameMark = record({
	location: oneOf([
		"FRAME",
		"RECEIVER",
		"RECEIVER_UPPER",
		"RECEIVER_LOWER"
	], "part that carries the mark"),
	serialRaw,
	year: optional(integer(1700, 2200, "year of manufacture in the mark", 2025)),
	yearInSerial: optional(flag("whether the serial number contains the year")),
	charHeightMm: optional(decimal(.1, 50, 1, "height of the characters in mm", 2.5)),
	depthMm: optional(decimal(0, 5, 4, "depth of the characters in mm", .1))
}, "mark on the frame or receiver (Dir. 4(2))", "FrameMark");
/** A mark as an officer saw it on an object of which nothing else may be known. */
const markSeen = record({
	location: coded(oneOf(markLocations, "part that carries the mark")),
	serialRaw,
	manufacturer: optional(text(120, "maker as read", "Zastava")),
	calibre: optional(text(40, "calibre as read", "7,62x25"))
}, "a mark as seen", "MarkSeen");
/** A mark as applied, with the technical parameters of 2019/68 (identification 1.1, 1.2). */
const appliedMark = record({
	elements: record({
		manufacturer: text(120, "maker or brand", "Zastava"),
		country: optional(country("country of manufacture")),
		place: optional(text(120, "place of manufacture", "Kragujevac")),
		serialRaw: text(40, "serial number", "AB 12345"),
		year: optional(integer(1700, 2200, "year of manufacture", 2025)),
		yearInSerial: optional(flag("whether the serial number contains the year")),
		model: optional(text(120, "model", "M57")),
		calibre: optional(text(40, "calibre", "9 mm Luger")),
		transferringEntity: optional(text(120, "State body that gave it away (REQ-MRK-07)", "Army"))
	}, "what the mark says", "MarkElements"),
	purpose: oneOf(["MANUFACTURE", "STATE_TRANSFER"], "original mark, or mark of transfer from State stock"),
	location: oneOf(markLocations, "part that carries the mark"),
	componentId: optional(reference("component, where it is an object of its own")),
	alphabet: oneOf([
		"LATIN",
		"CYRILLIC",
		"GREEK"
	], "alphabet"),
	numerals: oneOf(["ARABIC", "ROMAN"], "numerals"),
	charHeightMm: decimal(.1, 50, 1, "height of the characters in mm", 2.5),
	depthMm: decimal(0, 5, 4, "depth of the characters in mm", .1),
	carrier: oneOf([
		"METAL",
		"EMBEDDED_PLATE",
		"NON_METAL",
		"METAL_PLATE",
		"EQUIVALENT"
	], "what carries the mark: the metal or other material itself, an embedded plate, an equivalent technique"),
	method: oneOf([
		"STAMP",
		"LASER",
		"DOT_PEEN",
		"ENGRAVE",
		"CAST",
		"PLATE",
		"OTHER"
	], "how it was applied"),
	frameMaterial: optional(oneOf(frameMaterials, "material of the frame or receiver")),
	reduced: optional(flag("whether the mark is shortened because the component is too small")),
	reducedReason: optional(text(200, "why the full mark does not fit", "No surface of 8 mm")),
	markRegime: optional(oneOf(["DIRECTIVE", "HISTORIC_NATIONAL"], "which rules the mark follows")),
	regimeDecision: optional(docRef("decision that the firearm is historic"))
}, "the mark applied (Dir. 4(1)-(2); 2019/68)", "AppliedMark");

// domain/component/particulars.ts
/** Kinds of essential component (identification 2); a State may add its own as `NATIONAL:<code>`. */
const componentKinds = [
	"FRAME",
	"RECEIVER",
	"RECEIVER_LOWER",
	"RECEIVER_UPPER",
	"SLIDE",
	"CYLINDER",
	"BOLT",
	"BREECH_BLOCK",
	"BARREL"
];
const componentKindCode = matching(`^(${componentKinds.join("|")}|NATIONAL:[A-Z0-9_]{1,30})$`, 40, "kind of essential component", "BOLT");
const componentSerial = coded(text(40, "number on the component exactly as read", "999"));
const componentCalibre = coded(calibre);
const matchesFrame = oneOf([
	"FULL",
	"SUFFIX",
	"NO",
	"UNKNOWN"
], "whether the number is that of the frame, its last digits, or another");
/** What a loose component is meant for: it has the category of that firearm (Dir. 1(1)(2), REQ-CMP-03). */
const intendedFor = record({
	subcategory: coded(oneOf(subcategories, "subcategory of the firearm it is meant for"), ["UNKNOWN"]),
	model: optional(text(120, "model it fits", "M57"))
}, "firearm that the component is meant for", "IntendedFor");
/** A component as the firearm's stream keeps it, so that this stream can be folded by itself. */
const componentSnapshot = record({
	componentId: matching("^T-[0-7][0-9A-HJKMNP-TV-Z]{25}$", 28, "the component", "T-01J9ZK3C5E7G9JBMDPFRHTKVMX"),
	kind: componentKindCode,
	serialRaw: componentSerial,
	calibre: optional(componentCalibre),
	subcategory: intendedFor.fields.subcategory
}, "component at that time, added by the ledger", "ComponentSnapshot");
/** Who answered for the firearm when a part left it: from then on he answers for the part. */
const holderSnapshot = record({
	party: coded(text(100, "party or authority", "P-01J9ZK3C5E7G9JBMDPFRHTKVMX"), ["UNKNOWN", "NONE"]),
	role: oneOf([
		"TRADE",
		"HOLDER",
		"STATE",
		"AUTHORITY",
		"ESTATE"
	], "capacity")
}, "who answered for the firearm, added by the ledger", "HolderSnapshot");
/** The snapshot of a component that is known by its kind at least; a finding may know less. */
const snapshotOf$1 = (componentId, state) => {
	if (state?.kind === void 0) return void 0;
	return {
		componentId,
		kind: state.kind,
		serialRaw: state.serialRaw ?? { absent: "UNKNOWN" },
		...state.calibre === void 0 ? {} : { calibre: state.calibre },
		subcategory: typeof state.subcategory === "string" ? state.subcategory : { absent: "UNKNOWN" }
	};
};
/** Whether two parties are known and differ; one of unknown identity contradicts nobody. */
const partiesDiffer = (a, b) => a !== void 0 && b !== void 0 && !isAbsent(a) && !isAbsent(b) && a !== b;

// domain/component/fitting.ts
/**
* Fit, removal and replacement are one command recorded in both streams, all or nothing (REQ-CMP-02). Each has one
* payload for both, which holds what either stream needs to be folded by itself. What "the ledger adds" is taken from
* the streams whatever a recorder writes there.
*/
const componentRef = (meaning) => matching(idPattern.component, 28, meaning, "T-01J9ZK3C5E7G9JBMDPFRHTKVMX");
const firearmRef$1 = (meaning) => matching(idPattern.firearm, 28, meaning, "W-01J9ZK3C5E7G9JBMDPFRHTKVMX");
const legalOrderRef = optional(docRef("order of court or prosecutor, for a seized firearm"));
const fitted = record({
	componentId: componentRef("the component"),
	firearmId: firearmRef$1("the firearm it was fitted in"),
	legalOrderRef,
	component: optional(componentSnapshot)
});
const removed = record({
	componentId: componentRef("the component"),
	firearmId: firearmRef$1("the firearm it was taken from"),
	reason: oneOf([
		"REPAIR",
		"EXCHANGE",
		"SALE",
		"MISSING",
		"DISMANTLED",
		"OTHER"
	], "why it was removed"),
	legalOrderRef,
	component: optional(componentSnapshot),
	holder: optional(holderSnapshot)
});
const replaced = record({
	firearmId: firearmRef$1("the firearm whose part was replaced"),
	outId: componentRef("the component that came out"),
	inId: componentRef("the component that went in"),
	swapWithFirearmId: optional(firearmRef$1("the firearm that the two components were exchanged with")),
	legalOrderRef,
	out: optional(componentSnapshot),
	in: optional(componentSnapshot),
	holder: optional(holderSnapshot),
	successorId: optional(firearmRef$1("firearm that begins with the new primary part, added by the ledger")),
	carried: optional(list(componentSnapshot, 0, 40, "parts that pass to the successor, added by the ledger"))
});
const both$1 = {
	schemaVersion: 1,
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(b)"]
};
const fittedEvent = {
	...both$1,
	type: "ComponentFitted",
	meaning: "An essential component was fitted in a firearm.",
	payload: fitted,
	recordedBy: [
		"DLR",
		"MFR",
		"HLD",
		"LAB"
	]
};
const removedEvent = {
	...both$1,
	type: "ComponentRemoved",
	meaning: "An essential component was taken out of a firearm; it is loose from then on.",
	payload: removed,
	recordedBy: [
		"DLR",
		"MFR",
		"HLD",
		"LAB"
	]
};
const replacedEvent = {
	...both$1,
	type: "ComponentReplaced",
	meaning: "An essential component of a firearm was replaced, or exchanged with another firearm’s.",
	payload: replaced,
	recordedBy: ["DLR"],
	legalBasis: ["2021/555:4(5)(b)", "2021/555:4(5)(d)"]
};
/** Replacement from the other firearm's side, where two firearms exchange parts (HC-05). */
const otherSideOf = ({ firearmId, outId, inId, swapWithFirearmId, legalOrderRef: order }) => swapWithFirearmId === void 0 ? void 0 : {
	firearmId: swapWithFirearmId,
	outId: inId,
	inId: outId,
	swapWithFirearmId: firearmId,
	...order === void 0 ? {} : { legalOrderRef: order }
};

// domain/identification/serial.ts
const plain = /^[A-Z0-9]+$/;
const label = /^(?:SERIAL(?:[ .]*(?:NO|NR|NUMBER))?|SER(?:[ .]*(?:NO|NR))?|S\/N|SN|NO|NR|N[°º])[\s.:#\-/]+(?=.)/u;
const separators = /[^\p{L}\p{N}?]/gu;
/** The key of exact matches alone, for who compares numbers as they are: the others take several times as long. */
const canonicalSerial = (raw) => {
	if (plain.test(raw)) return raw;
	const upper = raw.normalize("NFKC").toUpperCase().trim();
	const stripped = upper.replace(label, "").replace(separators, "");
	return stripped === "" ? upper.replace(separators, "") : stripped;
};

// domain/firearm/barrelCalibre.ts
const same = (a, b) => a.barrelPosition !== void 0 && b.barrelPosition !== void 0 ? a.barrelPosition === b.barrelPosition : a.code !== void 0 && b.code !== void 0 ? a.code === b.code : a.raw === b.raw;
/** Whether two lists say the same, however it is written: `9 Para` and `9 mm Luger` of one code are no change. */
const sameCalibres = (a, b) => isAbsent(a) || isAbsent(b) ? isAbsent(a) && isAbsent(b) : a.length === b.length && a.every((each) => b.some((other) => same(each, other)));
/** Without the calibre that a barrel took with it; a calibre that another fitted barrel has stays. */
const without$1 = (calibres, out, others) => {
	if (out === void 0 || isAbsent(out)) return calibres;
	return others.some((other) => other !== void 0 && !isAbsent(other) && same(other, out)) ? calibres : calibres.filter((each) => !same(each, out));
};
/** The stated list of calibres; one that is nowhere stated is unknown, never left out. */
const listed$1 = (calibres) => calibres.length === 0 ? { absent: "UNKNOWN" } : calibres.slice(-4);
/**
* Calibres of a firearm after a barrel went in (identification 5.2 rule 5). `others` are the calibres of the barrels
* that are fitted beside it: with none, the new barrel is the firearm's only one and its calibre the firearm's.
*/
const withBarrel = (calibres, fitted, others) => {
	const recorded = isAbsent(calibres) ? [] : calibres;
	const alone = others.length === 0 && recorded.length <= 1;
	if (fitted === void 0 || isAbsent(fitted)) return alone ? { absent: "UNKNOWN" } : calibres;
	if (alone) return [fitted];
	return listed$1([...recorded.filter((each) => !same(each, fitted)), fitted]);
};
/** Calibres after a barrel came out; a firearm without barrel keeps the calibre it was made for. */
const withoutBarrel = (calibres, out, others) => {
	if (isAbsent(calibres)) return calibres;
	const left = without$1(calibres, out, others);
	return left.length === 0 ? calibres : left;
};
/** Calibres after one barrel took the place of another. */
const withBarrelReplaced = (calibres, out, fitted, others) => {
	const recorded = isAbsent(calibres) ? [] : calibres;
	const left = without$1(recorded, out, others);
	const rest = left.length === recorded.length && recorded.length === 1 && others.length === 0 ? [] : left;
	if (fitted === void 0 || isAbsent(fitted)) return listed$1(rest);
	return listed$1([...rest.filter((each) => !same(each, fitted)), fitted]);
};

// domain/firearm/fittedComponents.ts
const calibreOf = ({ calibre }) => calibre;
const barrels = (fitted) => fitted.filter(({ kind }) => kind === "BARREL").map(calibreOf);
const fittedIn = ({ fitted }, componentId) => fitted.find((each) => each.componentId === componentId);
const without = ({ fitted }, componentId) => fitted.filter((each) => each.componentId !== componentId);
/** Another calibre may be another ignition and another category: the category is to be checked. */
const withCalibre = (state, calibre, eventId) => {
	const { identity } = state;
	if (identity === void 0) return state;
	const changed = !sameCalibres(identity.calibre, calibre);
	return {
		...state,
		identity: {
			...identity,
			calibre
		},
		...changed ? { categoryCheckDue: eventId } : {}
	};
};
/** The number on a part leads to its firearm (REQ-REC-04); what was read once stays searchable. */
const withNumber = (state, part, recordedBy) => isAbsent(part.serialRaw) ? state : withMarks(state, [{
	serialRaw: part.serialRaw,
	location: part.kind,
	origin: "MARK",
	recordedBy
}]);
const withFitted = (state, part, eventId) => {
	const { identity, fitted } = state;
	const marked = withNumber({
		...state,
		fitted: [...fitted, part]
	}, part, eventId);
	return part.kind === "BARREL" && identity !== void 0 ? withCalibre(marked, withBarrel(identity.calibre, part.calibre, barrels(fitted)), eventId) : marked;
};
const withRemoved = (state, componentId, eventId) => {
	const out = fittedIn(state, componentId);
	const fitted = without(state, componentId);
	const { identity } = state;
	return out?.kind === "BARREL" && identity !== void 0 ? withCalibre({
		...state,
		fitted
	}, withoutBarrel(identity.calibre, out.calibre, barrels(fitted)), eventId) : {
		...state,
		fitted
	};
};
const withReplaced = (state, outId, part, eventId) => {
	const out = fittedIn(state, outId);
	const others = without(state, outId);
	const { identity } = state;
	const marked = withNumber({
		...state,
		fitted: [...others, part]
	}, part, eventId);
	return part.kind === "BARREL" && out?.kind === "BARREL" && identity !== void 0 ? withCalibre(marked, withBarrelReplaced(identity.calibre, out.calibre, part.calibre, barrels(others)), eventId) : marked;
};
/**
* Whether this kind of part carries the firearm's identity (policy.primaryComponent, in order of preference): no part
* of a more preferred kind is fitted beside it.
*/
const isPrimaryIn = (state, kind, policy) => {
	const order = policy.primaryComponent;
	const rank = order.indexOf(kind);
	return rank >= 0 && !state.fitted.some((each) => order.includes(each.kind) && order.indexOf(each.kind) < rank);
};
/** Whether taking this part ends the firearm's identity (HC-06). One that is not registered yet has none to lose. */
const carriesIdentity = (state, kind, policy) => state.registered && policy.primaryComponentReplacement === "NEW_FIREARM" && isPrimaryIn(state, kind, policy);
/** Whether a part bears the number that the register has for the firearm. */
const bearsItsNumber = ({ identity }, { serialRaw }) => identity !== void 0 && !isAbsent(serialRaw) && !isAbsent(identity.serialRaw) && canonicalSerial(serialRaw) === canonicalSerial(identity.serialRaw);

// domain/firearm/events/componentChecks.ts
/** Makers and gunsmiths work on other people's firearms; a private holder on his own only. */
const notItsHolder = ({ holder }, { recordedBy }) => recordedBy.role === "HLD" && holder?.party !== recordedBy.organisationId ? refusal("NOT_YOUR_FIREARM", "You may change only a firearm that you answer for.") : void 0;
/** The component's half of a fit or removal. */
const onTheOther = (type, payload) => [{
	stream: {
		kind: "component",
		id: payload.componentId
	},
	type,
	payload
}];
/**
* What ends a firearm's identity must not be dated before what is recorded of it already: the later events would hang
* in the air. The authority decides (catalogue 8 rule 6, HC-10).
*/
const endsBeforeLaterEvents = ({ phase, timeline, effective }) => {
	if (phase !== "NOW") return void 0;
	const later = timeline.steps.filter(({ bounds, status }) => status === "EFFECTIVE" && bounds.earliest > effective.earliest);
	return later.length === 0 ? void 0 : refusal("R17", "Later events of this firearm are recorded already. The registry decides.", { eventIds: later.map(({ event }) => event.eventId) });
};

// domain/firearm/events/componentFitted.ts
const componentIn = ({ around, moment, payload }) => around.statesIn("component", payload.componentId, moment)?.[0];
/** The firearm's half of a fit (catalogue 5.5): custody by the table, one holder for both, no hidden change of frame. */
const componentFitted = defineEvent({
	...fittedEvent,
	looksAt: ({ componentId }) => [{
		kind: "component",
		id: componentId
	}],
	complete: (context) => {
		const { component: _stated, ...stated } = context.payload;
		const component = snapshotOf$1(stated.componentId, componentIn(context));
		return component === void 0 ? stated : {
			...stated,
			component
		};
	},
	lift: (code, payload) => code === "R23" && payload.legalOrderRef !== void 0 ? "SAME" : void 0,
	contradicts: ({ componentId }, state) => fittedIn(state, componentId) === void 0 ? void 0 : refusal("R17", "This component is fitted in this firearm already.", { pointer: "/payload/componentId" }),
	check: (context) => {
		const { payload, state, metadata, policy, id } = context;
		const pointer = { pointer: "/payload/componentId" };
		if (payload.firearmId !== id && !context.asHalf) return refusal("R71", "The payload names another firearm than the one it is recorded for.", { pointer: "/payload/firearmId" });
		const component = componentIn(context);
		if (component === void 0 || component.status === "NEW") return refusal("R71", "No component with this id was known then. Record ComponentRegistered first.", pointer);
		if (payload.component === void 0) return refusal("R31", "It is not recorded what this component is. Record ComponentRegistered first.", pointer);
		if (partiesDiffer(component.holder?.party, state.holder?.party)) return refusal("R33", "Component and firearm have different holders. Record ComponentTransferred to the firearm’s holder first.", pointer);
		if (carriesIdentity(state, payload.component.kind, policy) && !bearsItsNumber(state, payload.component)) return refusal("R17", "Another primary part would be another firearm. Register and fit the present one, then record ComponentReplaced.", pointer);
		return notItsHolder(state, metadata);
	},
	halves: ({ componentId }) => [{
		kind: "component",
		id: componentId
	}],
	spreads: ({ payload }) => onTheOther(fittedEvent.type, payload),
	apply: (state, { payload, eventId }) => payload.component === void 0 ? state : withFitted(state, payload.component, eventId)
});

// domain/firearm/events/componentRemoved.ts
/** The firearm's half of a removal: the part is loose, and the firearm's holder answers for it (catalogue 5.5). */
const componentRemoved = defineEvent({
	...removedEvent,
	looksAt: ({ componentId }) => [{
		kind: "component",
		id: componentId
	}],
	complete: ({ payload, state }) => {
		const { component: _stated, holder: _party, ...stated } = payload;
		const component = fittedIn(state, stated.componentId);
		return {
			...stated,
			...component === void 0 ? {} : { component },
			...state.holder === void 0 ? {} : { holder: state.holder }
		};
	},
	lift: (code, payload) => code === "R23" && payload.legalOrderRef !== void 0 ? "SAME" : void 0,
	contradicts: ({ componentId }, state) => fittedIn(state, componentId) === void 0 ? refusal("R17", "This component is not recorded in this firearm. Record ComponentFitted first.", { pointer: "/payload/componentId" }) : void 0,
	check: ({ payload, state, metadata, policy, id, asHalf }) => {
		if (payload.firearmId !== id && !asHalf) return refusal("R71", "The payload names another firearm than the one it is recorded for.", { pointer: "/payload/firearmId" });
		if (payload.reason === "DISMANTLED") return refusal("R17", "Record FirearmDismantled: it takes all parts out.", { pointer: "/payload/reason" });
		const out = fittedIn(state, payload.componentId);
		if (out !== void 0 && carriesIdentity(state, out.kind, policy)) return refusal("R17", "The firearm is identified by this part. Record ComponentReplaced, or FirearmDismantled.", { pointer: "/payload/componentId" });
		return notItsHolder(state, metadata);
	},
	halves: ({ componentId }) => [{
		kind: "component",
		id: componentId
	}],
	spreads: ({ payload }) => onTheOther(removedEvent.type, payload),
	apply: (state, { payload, eventId }) => withRemoved(state, payload.componentId, eventId)
});

// domain/firearm/events/componentReplaced.ts
const component = ({ around, moment }, id) => around.statesIn("component", id, moment)?.[0];
const otherFirearm = ({ around, moment, payload }) => payload.swapWithFirearmId === void 0 ? void 0 : around.statesIn("firearm", payload.swapWithFirearmId, moment)?.[0];
const endsIdentity = ({ state, payload, policy }) => {
	const out = fittedIn(state, payload.outId);
	return out !== void 0 && carriesIdentity(state, out.kind, policy);
};
/** Adds what the streams hold: both parts, who answers for the old one, and the successor with what it takes over. */
const complete = (context) => {
	const { out: _o, in: _i, holder: _h, successorId: _s, carried: _c, ...stated } = context.payload;
	const { state } = context;
	const out = fittedIn(state, stated.outId);
	const fitted = snapshotOf$1(stated.inId, component(context, stated.inId));
	return {
		...stated,
		...out === void 0 ? {} : { out },
		...fitted === void 0 ? {} : { in: fitted },
		...state.holder === void 0 ? {} : { holder: state.holder },
		...endsIdentity(context) && stated.swapWithFirearmId === void 0 ? {
			successorId: context.derive("W", "successor"),
			carried: state.fitted.filter((each) => each.componentId !== stated.outId)
		} : {}
	};
};
/** Preconditions of a replacement that makes another firearm (HC-06). */
const checkSuccessor = (context) => {
	const { payload, state } = context;
	const pointer = { pointer: "/payload/inId" };
	if (payload.swapWithFirearmId !== void 0) return refusal("R17", "Primary parts cannot be exchanged: both firearms would end. Record FirearmDismantled for each.", pointer);
	if (state.custody === "TMP") return refusal("R08", "End the temporary custody first: the firearm becomes another one.");
	if (payload.in === void 0 || isAbsent(payload.in.serialRaw)) return refusal("R31", "The new primary part needs a number. Record it with ComponentRegistered.", pointer);
	if (state.holder === void 0 || state.holder.role === "AUTHORITY") return refusal("R31", "It is not recorded who answers for the firearm.", pointer);
	return endsBeforeLaterEvents(context);
};
const check = (context) => {
	const { payload, state, id, asHalf } = context;
	const pointer = { pointer: "/payload/inId" };
	if (payload.firearmId !== id && !asHalf) return refusal("R71", "The payload names another firearm than the one it is recorded for.", { pointer: "/payload/firearmId" });
	if (payload.swapWithFirearmId === id) return refusal("R33", "Name the other of the two firearms.", { pointer: "/payload/swapWithFirearmId" });
	const { out, in: fitted } = payload;
	const incoming = component(context, payload.inId);
	if (incoming === void 0 || incoming.status === "NEW") return refusal("R71", "No component with this id was known then. Record ComponentRegistered first.", pointer);
	if (out === void 0 || fitted === void 0) return refusal("R31", "It is not recorded what this component is. Record ComponentRegistered first.", pointer);
	if (out.kind !== fitted.kind) return refusal("R33", "A part is replaced by one of the same kind. Record removal and fit otherwise.", pointer);
	const other = otherFirearm(context);
	const holder = payload.swapWithFirearmId === void 0 ? incoming.holder : other?.holder;
	if (partiesDiffer(holder?.party, state.holder?.party)) return refusal("R33", "The part has another holder than the firearm. Record ComponentTransferred to the firearm’s holder first.", pointer);
	return endsIdentity(context) ? checkSuccessor(context) : void 0;
};
/** First event of the firearm that the new primary part makes: identity and holder go on, the number is the part's. */
const registration = (payload, state, predecessorId) => {
	const { in: part, carried = [] } = payload;
	return {
		identity: {
			...state.identity,
			serialRaw: part?.serialRaw
		},
		frameMark: {
			location: part?.kind,
			serialRaw: part?.serialRaw
		},
		responsiblePartyId: state.holder?.party,
		partyRole: state.holder?.role,
		kind: "NEW",
		predecessorId,
		components: part === void 0 ? carried : [part, ...carried]
	};
};
const spreads = ({ payload, state, id }) => {
	const { type } = replacedEvent;
	const { successorId, carried = [] } = payload;
	const other = otherSideOf(payload);
	const parts = [
		payload.outId,
		payload.inId,
		...carried.map(({ componentId }) => componentId)
	];
	return [
		...other === void 0 ? [] : [{
			stream: {
				kind: "firearm",
				id: other.firearmId
			},
			type,
			payload: other
		}],
		...successorId === void 0 ? [] : [{
			stream: {
				kind: "firearm",
				id: successorId
			},
			type: "FirearmRegistered",
			payload: registration(payload, state, id)
		}],
		...parts.map((part) => ({
			stream: {
				kind: "component",
				id: part
			},
			type,
			payload
		}))
	];
};
const halves = (payload) => [...[payload.swapWithFirearmId, payload.successorId].flatMap((firearm) => firearm === void 0 ? [] : [{
	kind: "firearm",
	id: firearm
}]), ...[
	payload.outId,
	payload.inId,
	...(payload.carried ?? []).map(({ componentId }) => componentId)
].map((part) => ({
	kind: "component",
	id: part
}))];
/**
* A part was replaced, or exchanged with another firearm's: one command over both firearms and all parts (HC-05). Where
* the part carries the identity, the firearm ends and its successor begins by the same command (HC-06).
*/
const componentReplaced = defineEvent({
	...replacedEvent,
	looksAt: ({ outId, inId, swapWithFirearmId }) => [
		{
			kind: "component",
			id: outId
		},
		{
			kind: "component",
			id: inId
		},
		...swapWithFirearmId === void 0 ? [] : [{
			kind: "firearm",
			id: swapWithFirearmId
		}]
	],
	complete,
	lift: (code, payload) => code === "R23" && payload.legalOrderRef !== void 0 ? "SAME" : void 0,
	contradicts: ({ outId, inId }, state) => fittedIn(state, outId) !== void 0 && fittedIn(state, inId) === void 0 ? void 0 : refusal("R17", "The old part must be fitted in this firearm and the new one not.", { pointer: "/payload/outId" }),
	check,
	halves,
	spreads,
	apply: (state, { payload, eventId }) => {
		if (payload.successorId !== void 0) return {
			...state,
			custody: "DSM",
			fitted: [],
			successorId: payload.successorId
		};
		return payload.in === void 0 ? state : withReplaced(state, payload.outId, payload.in, eventId);
	}
});

// domain/firearm/events/crimeGunRecovered.ts
const crimeGunRecovered = defineEvent({
	type: "CrimeGunRecovered",
	schemaVersion: 1,
	meaning: "The firearm was recovered in connection with a crime; time-to-crime is counted to that day.",
	payload: record({
		recoveryDate: date("day of recovery", "2026-03-01"),
		crimeType: text(60, "code of the crime", "ROBBERY"),
		caseRef: reference("case", "KT-112/26")
	}),
	recordedBy: ["POL"],
	assertionKind: "FACT",
	legalBasis: ["SDG:16.4.2"],
	physical: true
});

// domain/firearm/certificate.ts
/** What a deactivation certificate says of the firearm (2015/2403 annex III; REQ-DEA-03), as the register had it then. */
const certificateParticulars = record({
	type: coded(oneOf(firearmTypes, "kind of firearm")),
	make: coded(text(120, "maker or brand", "Zastava")),
	model: coded(text(120, "model", "M57")),
	calibre: list(text(40, "calibre", "9 mm Luger"), 0, 4, "calibres"),
	serials: list(text(40, "serial number", "AB 12345"), 0, 40, "serial numbers it carries")
}, "what the certificate says of the firearm; the ledger fills it in", "CertificateParticulars");
const particularsOf = ({ identity, marks }) => identity === void 0 ? void 0 : {
	type: identity.type,
	make: identity.make,
	model: identity.model,
	calibre: Array.isArray(identity.calibre) ? identity.calibre.map(({ raw }) => raw) : [],
	serials: [...new Set(marks.map(({ serialRaw }) => serialRaw))].slice(0, 40)
};

// domain/firearm/evidence.ts
/** A seized firearm is not made inoperable before its traces are kept, or a decision waives them (HC-04). */
const seizedEvidenceFault = (state, waiver) => state.custody !== "SZD" || waiver !== void 0 || state.ballistics.testFires.length > 0 && state.ballistics.images.length > 0 ? void 0 : refusal("R23", "Record BallisticTestFired and BallisticImageFiled first, or name the decision that waives them.", { pointer: "/payload/evidenceWaiver" });

// domain/firearm/serials.ts
/** Whether two readings of one number agree; `?` stands for a character that could not be read. */
const readingsAgree = (one, other) => {
	const characters = (raw) => [...raw.normalize("NFKC").toUpperCase()].filter((each) => /[\p{L}\p{N}?]/u.test(each));
	const a = characters(one);
	const b = characters(other);
	return canonicalSerial(one) === canonicalSerial(other) || a.length === b.length && a.every((character, index) => character === "?" || b[index] === "?" || character === b[index]);
};
/** Whether the firearm carries, or once carried, the number. */
const carriesSerial = (state, serial) => state.marks.some((mark) => readingsAgree(mark.serialRaw, serial));

// domain/firearm/events/deactivationCertified.ts
const deactivationCertified = defineEvent({
	type: "DeactivationCertified",
	schemaVersion: 1,
	meaning: "The verifying entity checked the deactivation, applied its mark and issued the certificate.",
	payload: record({
		certificateNo: reference("number of the certificate", "DC-2026-014"),
		mark: record({
			state: country("State that certified"),
			entitySymbol: text(20, "symbol of the verifying entity", "VE1"),
			year: integer(2015, 2200, "year of deactivation", 2026)
		}, "common mark: EU, State, entity and year on the frame (2015/2403 annex II; REQ-DEA-02)", "DeactivationMark"),
		date: date("day of the certificate", "2026-02-10"),
		entity: reference("verifying entity", "VE1"),
		deactivatedIn: optional(country("State in which it was deactivated")),
		serialsSeen: optional(list(text(40, "serial number as seen", "AB 12345"), 0, 20, "serial numbers seen; the original ones stay")),
		remarks: optional(text(200, "technical remarks on the certificate", "Slide welded")),
		particulars: optional(certificateParticulars),
		separationRef: optional(docRef("declaration that both acts are separated within one organisation")),
		legalOrderRef: optional(docRef("order of court or prosecutor, for a seized firearm")),
		evidenceWaiver: optional(docRef("decision that test fire and images are not needed (HC-04)"))
	}),
	recordedBy: ["VER"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:15", "2015/2403:3"],
	lift: (code, payload) => code === "R23" && payload.legalOrderRef !== void 0 ? "SAME" : void 0,
	complete: ({ payload, state }) => {
		const particulars = particularsOf(state);
		return particulars === void 0 ? payload : {
			...payload,
			particulars
		};
	},
	check: ({ payload, state, metadata: { recordedBy, effectiveAt } }) => {
		const written = writtenMoment(effectiveAt);
		if (payload.date < firstDayOf(written) || payload.date > lastDayOf(written)) return refusal("R53", "The certificate is of another day. State the day of the certificate as effectiveAt.", { pointer: "/effectiveAt" });
		if (state.condition !== "DEACT_DONE" || state.deactivation === void 0) return refusal("R17", "There is no deactivation that awaits certification.");
		const by = state.deactivation.performedBy;
		if (by?.actorId === recordedBy.actorId || by?.organisationId === recordedBy.organisationId && payload.separationRef === void 0) return refusal("R51", "Another actor must certify than the one who deactivated, of another organisation or with a declared separation.");
		const serial = state.identity?.serialRaw;
		if (serial !== void 0 && !isAbsent(serial) && payload.serialsSeen !== void 0 && !payload.serialsSeen.some((seen) => readingsAgree(seen, serial))) return refusal("R52", "The original serial number must stay on the firearm. Do not certify; reject.", { pointer: "/payload/serialsSeen" });
		return seizedEvidenceFault(state, payload.evidenceWaiver);
	},
	apply: (state, { payload }) => ({
		...state,
		condition: "DEACT_CERT",
		...state.deactivation === void 0 ? {} : { deactivation: {
			...state.deactivation,
			certificateNo: payload.certificateNo,
			...state.identity === void 0 ? {} : { before: {
				category: state.identity.category,
				subcategory: state.identity.subcategory
			} }
		} },
		...state.identity === void 0 ? {} : { identity: {
			...state.identity,
			category: "C",
			subcategory: "C6"
		} }
	})
});

// domain/firearm/state.ts
/** The fifteen custody states, in the order of the table of catalogue 6.1. */
const custodies = [
	"NEW",
	"MFD",
	"TRD",
	"HLD",
	"STK",
	"TMP",
	"TRN",
	"LST",
	"STL",
	"AUT",
	"SZD",
	"FRF",
	"EXP",
	"DSM",
	"DST"
];
/** Technical rules a deactivation followed (REQ-DEA-05). */
const deactivationStandards = [
	"EU_2015_2403",
	"EU_2018_337",
	"NATIONAL_OLD"
];
const newFirearm = {
	custody: "NEW",
	condition: "LIVE",
	markState: "UNMARKED",
	alerts: [],
	marks: [],
	stateTransferMark: false,
	registered: false,
	importMarkDue: false,
	seizureCases: [],
	fitted: [],
	furtherFacts: {},
	anomalies: [],
	findings: [],
	identityLink: "PROVEN",
	marketBlocked: false,
	ballistics: {
		testFires: [],
		images: []
	},
	legalHolds: []
};

// domain/firearm/events/deactivationPerformed.ts
const deactivationPerformed = defineEvent({
	type: "DeactivationPerformed",
	schemaVersion: 1,
	meaning: "The firearm was made permanently inoperable; the verifying entity has still to certify it.",
	payload: record({
		standard: oneOf(deactivationStandards, "technical rules that were followed"),
		operations: list(text(120, "operation", "BARREL_WELDED"), 1, 40, "operations carried out"),
		components: list(oneOf(markLocations, "component"), 1, 9, "components treated"),
		serialRemoved: optional(flag("whether a serial number was removed; the original ones must stay")),
		legalOrderRef: optional(docRef("order of court or prosecutor, for a seized firearm")),
		evidenceWaiver: optional(docRef("decision that test fire and images are not needed (HC-04)"))
	}),
	recordedBy: ["DLR", "VER"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:15", "2015/2403:2"],
	lift: (code, payload) => code === "R23" && payload.legalOrderRef !== void 0 ? "SAME" : void 0,
	check: ({ payload, state }) => {
		if (state.condition !== "LIVE") return refusal("R17", "The firearm is deactivated already.");
		return payload.serialRemoved === true ? refusal("R52", "Original serial numbers stay on a deactivated firearm (2015/2403 art. 5). Have it marked anew by FirearmRemarked first.", { pointer: "/payload/serialRemoved" }) : seizedEvidenceFault(state, payload.evidenceWaiver);
	},
	apply: (state, { payload, metadata: { recordedBy } }) => ({
		...state,
		condition: "DEACT_DONE",
		deactivation: {
			performedBy: {
				actorId: recordedBy.actorId,
				organisationId: recordedBy.organisationId
			},
			standard: payload.standard
		}
	})
});

// domain/firearm/events/deactivationUndone.ts
/** The firearm is live again, in the category it had before (catalogue 5.7). */
const live$1 = (state) => {
	const { deactivation, ...kept } = state;
	return {
		...kept,
		condition: "LIVE",
		...deactivation?.before === void 0 || kept.identity === void 0 ? {} : { identity: {
			...kept.identity,
			...deactivation.before
		} }
	};
};

// domain/firearm/events/deactivationRejected.ts
const deactivationRejected = defineEvent({
	type: "DeactivationRejected",
	schemaVersion: 1,
	meaning: "The verifying entity does not certify the deactivation: the firearm counts as live.",
	payload: record({
		reason: oneOf([
			"OPERATIONS_INCOMPLETE",
			"REVERSIBLE",
			"SERIAL_REMOVED",
			"MARK_MISSING",
			"OTHER"
		], "why it is not certified"),
		reportRef: optional(reference("report of the examination"))
	}),
	recordedBy: ["VER", "CLK"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:15", "2015/2403:3"],
	check: ({ state }) => state.condition === "DEACT_DONE" ? void 0 : refusal("R17", "No deactivation awaits certification. A certificate is undone by DeactivationRevoked."),
	apply: live$1
});

// domain/firearm/events/deactivationRevoked.ts
const deactivationRevoked = defineEvent({
	type: "DeactivationRevoked",
	schemaVersion: 1,
	meaning: "The certificate counts no more: the firearm is live again, in the category it had before.",
	payload: record({
		reason: oneOf([
			"FOUND_OPERABLE",
			"REACTIVATED",
			"CERTIFICATE_FORGED",
			"ISSUED_IN_ERROR",
			"OTHER"
		], "why"),
		decisionRef: optional(docRef("decision"))
	}),
	recordedBy: ["VER", "CLK"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:15", "2015/2403:3"],
	check: ({ state }) => state.condition === "DEACT_CERT" ? void 0 : refusal("R17", "No certificate of deactivation is in force."),
	apply: live$1
});

// domain/firearm/events/disclosureRecorded.ts
/** The half of TraceAnswered in the stream of the firearm: who received its chain, so that he is told of corrections. */
const disclosureRecorded = defineEvent({
	type: "DisclosureRecorded",
	schemaVersion: 1,
	meaning: "The chain of custody of the firearm was disclosed to an authority that asked for it.",
	payload: record({
		traceId: matching(idPattern.trace, 28, "the request", "R-01J9ZK3C5E7G9JBMDPFRHTKVMX"),
		recipient: record({
			country: country("State"),
			authority: text(120, "authority", "Bundeskriminalamt")
		}, "who received it", "Recipient"),
		asOf: record({
			valid: moment("moment of the world that it is about"),
			known: moment("as known when")
		}, "the two times of the answer", "AsOf")
	}),
	recordedBy: ["SYS"],
	assertionKind: "FACT",
	legalBasis: ["GDPR:19", "LED:25"],
	aboutRecord: true
});

// domain/authorisation/state.ts
const trading = /* @__PURE__ */ new Set([
	"DEALER",
	"BROKER",
	"MANUFACTURER"
]);
/** In which capacity a firearm may be received under a right of this kind; none where it only allows sending. */
const receivedUnder = (kind) => trading.has(kind) ? "TRADE" : kind === "DEALER_TRANSFER" ? void 0 : "HOLDER";

// domain/authorisation/validity.ts
const covered = { kind: "COVERED" };
const short$1 = (reason, sentence) => ({
	kind: "NOT_COVERED",
	reason,
	sentence
});
const day = (instant) => Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : "an unknown day";
const firstShort = (...checks) => {
	for (const check of checks) {
		const outcome = check();
		if (outcome.kind === "NOT_COVERED") return outcome;
	}
	return covered;
};
/** Granted and neither suspended, withdrawn nor expired, and within a period of validity. */
const inForce = (state, on) => {
	switch (state.status) {
		case "NEW":
		case "APPLIED": return short$1("NOT_GRANTED", `It was not granted yet on ${day(on.earliest)}.`);
		case "REFUSED": return short$1("REFUSED", "It was refused.");
		case "SUSPENDED": return short$1("SUSPENDED", `It was suspended on ${day(on.latest)}.`);
		case "EXPIRED": return short$1("EXPIRED", `It had expired on ${day(on.latest)}.`);
		case "WITHDRAWN": return short$1("WITHDRAWN", `It was withdrawn on ${day(on.latest)}.`);
		case "GRANTED":
			if (state.periods.some(({ from, until }) => from <= on.earliest && (until === void 0 || on.latest < until))) return covered;
			return state.periods.every(({ from }) => from > on.earliest) ? short$1("NOT_YET_VALID", `It was not valid yet on ${day(on.earliest)}.`) : short$1("NO_LONGER_VALID", `It was not valid any more on ${day(on.latest)}.`);
	}
};
const inScope = ({ categories, subcategories }, category, subcategory) => {
	if (category === void 0 || isAbsent(category) || category === "LEGACY_D") return short$1("CATEGORY_UNKNOWN", "The category of the firearm is not established. Record FirearmRecategorised first.");
	if (!categories.includes(category)) return short$1("CATEGORY_NOT_COVERED", `It covers category ${categories.join(", ")}, not ${category}.`);
	const listed = subcategories.filter((each) => each.startsWith(category));
	if (listed.length === 0) return covered;
	if (subcategory === void 0 || isAbsent(subcategory)) return short$1("CATEGORY_UNKNOWN", `It covers ${listed.join(", ")} only, and the subcategory of the firearm is not established. Record FirearmRecategorised first.`);
	return listed.includes(subcategory) ? covered : short$1("SUBCATEGORY_NOT_COVERED", `It covers ${listed.join(", ")}, not ${subcategory}.`);
};
const equal = (one, other) => one === other;
const owned = (state, partyId, same) => partyId === void 0 || state.partyId !== void 0 && (same ?? equal)(state.partyId, partyId) ? covered : short$1("OTHER_PARTY", "It belongs to another party.");
/**
* Whether a right to have firearms allows its owner to receive one (REQ-CAT-02 to -05, REQ-DLR-01). `state` is the
* authorisation at that moment, as known now.
*/
const covers = (state, asked) => firstShort(() => state.matter === void 0 || state.matter === "RIGHT" ? covered : short$1("NO_RIGHT", "It is no right to acquire or to have firearms."), () => state.status === "NEW" ? inForce(state, asked.on) : covered, () => owned(state, asked.partyId, asked.sameParty), () => inForce(state, asked.on), () => {
	const { right } = state;
	if (right === void 0) return short$1("NO_RIGHT", "It is no right to acquire or to have firearms.");
	const capacity = receivedUnder(right.kind);
	return capacity === void 0 || asked.capacity !== void 0 && asked.capacity !== capacity ? short$1("WRONG_KIND", `Under a right of the kind ${right.kind} it cannot be received so.`) : inScope(right, asked.category, asked.subcategory);
}, () => state.right?.acquisitions !== void 0 && state.used.length >= state.right.acquisitions ? short$1("USED_UP", `All ${state.right.acquisitions} acquisitions it allows were made.`) : covered, () => asked.reviewBlocks === true && state.reviewDue !== void 0 && asked.on.latest >= state.reviewDue ? short$1("REVIEW_OVERDUE", `Its review was due by ${day(state.reviewDue - 1)}.`) : covered);
/** Whether a licence allows to move one firearm across the border (REQ-TRF-02, REQ-IMP-01, -02). */
const licenceFor = (state, asked) => firstShort(() => owned(state, asked.partyId, asked.sameParty), () => inForce(state, asked.on), () => {
	const { licence } = state;
	if (licence === void 0 || licence.movement !== asked.movement) return short$1("WRONG_KIND", `It is no licence for this ${asked.movement.toLowerCase()}.`);
	if (licence.firearmIds.length > 0) return licence.firearmIds.includes(asked.firearmId) ? covered : short$1("FIREARM_NOT_LISTED", "It does not list this firearm.");
	return inScope(licence, asked.category, asked.subcategory);
}, () => {
	const { licence } = state;
	const country = asked.movement === "IMPORT" ? licence?.exportCountry : licence?.importCountry;
	return asked.country === void 0 || country === void 0 || country === asked.country ? covered : short$1("OTHER_DESTINATION", `It is for ${country}, not for ${asked.country}.`);
}, () => state.licence !== void 0 && !state.used.includes(asked.firearmId) && state.used.length >= state.licence.quantity ? short$1("USED_UP", `All ${state.licence.quantity} firearms it allows were moved.`) : covered);
/** The same for both ends of a period, as `Surroundings.statesIn` gives them: it must cover at both. */
const throughout = (judge, states, asked) => {
	const begin = judge(states[0], asked);
	return begin.kind === "NOT_COVERED" ? begin : judge(states[1], asked);
};

// domain/firearm/licence.ts
const noLicence = refusal("R18", "No licence with this id is recorded. Have it recorded and granted first.", { pointer: "/payload/licenceId" });
const coverFault = ({ moment, state, id }, states, movement, named, country) => {
	const judged = throughout(licenceFor, states, {
		movement,
		firearmId: id,
		category: state.identity?.category,
		subcategory: state.identity?.subcategory,
		on: moment,
		...country === void 0 ? {} : { country }
	});
	if (judged.kind === "NOT_COVERED") return refusal("R18", `The licence does not allow this: ${judged.sentence}`, { pointer: "/payload/licenceId" });
	return states[0].licence?.licenceNo === named.licenceNo ? void 0 : refusal("R18", "The licence recorded under this id has another number.", { pointer: "/payload/licenceNo" });
};
/** A dealer's general permission lets him send what he notified before departure (Dir. 16(3), REQ-TRF-04). */
const generalPermissionFault = ({ id, moment }, states) => {
	if (!states.every(({ status, periods }) => status === "GRANTED" && periods.some(({ from, until }) => from <= moment.earliest && (until === void 0 || moment.latest < until)))) return refusal("R18", "The general permission was not in force at that time.", { pointer: "/payload/licenceId" });
	return states[0].dealerNotices.some(({ firearmIds }) => firearmIds.includes(id)) ? void 0 : refusal("R34", "The transfer was not notified before departure. Record DealerTransferNotified first.", { pointer: "/payload/licenceId" });
};
/** Whether the firearm may leave under the licence named (Dir. 16(2)-(3), 258/2012 art. 4; REQ-IMP-01). */
const dispatchFault = (context, named) => {
	const states = context.around.statesIn("authorisation", named.licenceId, context.moment);
	if (states === void 0) return noLicence;
	if (states[0].right?.kind === "DEALER_TRANSFER") return generalPermissionFault(context, states);
	const movement = states[0].licence?.movement === "EXPORT" ? "EXPORT" : "TRANSFER";
	const fault = coverFault(context, states, movement, named, named.route.at(-1));
	if (fault !== void 0) return fault;
	return movement === "EXPORT" && named.importAuthorisationRef === void 0 ? refusal("R18", "An export needs the import authorisation of the State of destination. Name it.", { pointer: "/payload/importAuthorisationRef" }) : void 0;
};
/** Whether the firearm may come in under the import licence named (2025/41; REQ-IMP-04). */
const importLicenceFault = (context, named) => {
	const states = context.around.statesIn("authorisation", named.licenceId, context.moment);
	return states === void 0 ? noLicence : coverFault(context, states, "IMPORT", named, named.fromCountry);
};
/**
* What a movement uses up of a licence for a number of firearms, as its half in the licence's stream: partial shipments
* count against the licence (users-and-jobs 5). A general permission has no number.
*/
const licenceUse = ({ around, moment, id }, licenceId, use, type = "AuthorisationUsed") => licenceId !== void 0 && around.statesIn("authorisation", licenceId, moment)?.[0].licence !== void 0 ? [{
	stream: {
		kind: "authorisation",
		id: licenceId
	},
	type,
	payload: {
		firearmId: id,
		use
	}
}] : [];

// domain/firearm/usedRights.ts
/** Where a report counts against a right or licence for a number of firearms: what undoes the report gives it back. */
const usedRights = (...ids) => ids.flatMap((id) => id === void 0 || isAbsent(id) ? [] : [{
	kind: "authorisation",
	id
}]);

// domain/firearm/events/dispatchAborted.ts
const dispatchAborted = defineEvent({
	type: "DispatchAborted",
	schemaVersion: 1,
	meaning: "The firearm did not go abroad after all, or was turned back.",
	payload: record({
		reason: oneOf([
			"NOT_SENT",
			"TURNED_BACK",
			"LICENCE_REVOKED",
			"UNDELIVERABLE",
			"OTHER"
		], "why it did not go"),
		licenceId: optional(authorisationRef("licence under which it was sent, added by the ledger"))
	}),
	recordedBy: [
		"DLR",
		"CLK",
		"CUS"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:16"],
	byHolder: true,
	returnsTo: (state) => state.custodyBeforeDispatch,
	added: ["licenceId"],
	complete: ({ payload: { reason }, state: { dispatchLicenceId: licenceId } }) => licenceId === void 0 ? { reason } : {
		reason,
		licenceId
	},
	halves: ({ licenceId }) => usedRights(licenceId),
	halvesFollow: true,
	spreads: (context) => licenceUse(context, context.payload.licenceId, "DISPATCH", "AuthorisationUseReturned"),
	apply: (state) => {
		const { custodyBeforeDispatch, dispatchLicenceId, ...back } = state;
		return back;
	}
});

// domain/firearm/events/evidenceCustodyMoved.ts
/** Who hands it over is not who has it: the chain of evidence has a break. */
const evidenceBreaks = ({ fromCustodian }, { custodian }) => custodian !== void 0 && custodian.party !== fromCustodian;
const evidenceCustodyMoved = defineEvent({
	type: "EvidenceCustodyMoved",
	schemaVersion: 1,
	meaning: "The authority that keeps the firearm as evidence handed it to another one.",
	payload: record({
		fromCustodian: reference("organisation that hands it over", "POLICE"),
		toCustodian: reference("organisation that receives it", "LAB"),
		sealNo: reference("number of the seal", "S-118")
	}),
	recordedBy: [
		"POL",
		"LAB",
		"JUD"
	],
	assertionKind: "FACT",
	legalBasis: ["UNFP:6"],
	flags: ({ payload, state }) => evidenceBreaks(payload, state) ? ["PARTICULARS_DIFFER"] : [],
	apply: (state, { payload, eventId }) => ({
		...state,
		custodian: {
			party: payload.toCustodian,
			purpose: "EVIDENCE",
			since: eventId
		}
	})
});

// domain/firearm/events/firearmArrivedAbroad.ts
const firearmArrivedAbroad = defineEvent({
	type: "FirearmArrivedAbroad",
	schemaVersion: 1,
	meaning: "The firearm arrived in another State.",
	payload: record({
		destinationState: country("where it arrived"),
		arrivedOn: date("day of arrival", "2026-03-05"),
		definitive: flag("whether it stays there"),
		proof: reference("proof of arrival", "CMR-77")
	}),
	recordedBy: [
		"FOR",
		"CLK",
		"DLR"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:18(1)"],
	byHolder: true,
	flaggedAs: "ARRIVED_UNDER_ALERT",
	apply: (state, { payload }) => ({
		...state,
		...payload.definitive ? { exportedOn: payload.arrivedOn } : {}
	})
});

// domain/firearm/events/firearmDestroyed.ts
/** The last day on which it may have happened: a clock never begins earlier than that. */
const lastDay = (time, recordedAt) => time.precision === "UNKNOWN" ? addDays(new Date(recordedAt).toISOString().slice(0, 10), 1) : lastDayOf(time.value);
const firearmDestroyed = defineEvent({
	type: "FirearmDestroyed",
	schemaVersion: 1,
	meaning: "The firearm was destroyed; the retention clock starts.",
	payload: record({
		method: text(60, "method of destruction", "MELTED"),
		place: place("where it was destroyed"),
		witnesses: list(reference("witness, by reference to the protocol", "W1"), 1, 10, "witnesses"),
		componentsDestroyed: list(oneOf(markLocations, "component"), 1, 9, "components destroyed with it"),
		protocolRef: docRef("protocol of destruction"),
		legalOrderRef: optional(docRef("order of court or prosecutor, for a seized firearm"))
	}),
	recordedBy: [
		"DLR",
		"CLK",
		"POL",
		"STO"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(d)", "PoA:II.16"],
	lift: (code, payload, _state, metadata) => {
		if (code === "R23" && payload.legalOrderRef !== void 0) return "DST";
		return code === "R14" && metadata.source.kind === "FOREIGN_AUTHORITY" ? "DST" : void 0;
	},
	apply: (state, { metadata, recordedAt }) => ({
		...state,
		destroyedOn: lastDay(metadata.effectiveAt, recordedAt)
	})
});

// domain/firearm/events/firearmDismantled.ts
/** The firearm is no more, its parts go on: each surviving part is loose by the same command (catalogue 5.5). */
const firearmDismantled = defineEvent({
	type: "FirearmDismantled",
	schemaVersion: 1,
	meaning: "The firearm was taken apart for good; its essential components are loose.",
	payload: record({
		survivingComponentIds: list(componentRef("a component that goes on"), 1, 40, "components that go on"),
		legalOrderRef: optional(docRef("order of court or prosecutor, for a seized firearm"))
	}),
	recordedBy: ["DLR", "CLK"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(d)"],
	lift: (code, { legalOrderRef }) => code === "R23" && legalOrderRef !== void 0 ? "DSM" : void 0,
	check: (context) => {
		const { payload, state } = context;
		const surviving = new Set(payload.survivingComponentIds);
		const pointer = { pointer: "/payload/survivingComponentIds" };
		const foreign = payload.survivingComponentIds.findIndex((part) => fittedIn(state, part) === void 0);
		if (foreign >= 0 || surviving.size < payload.survivingComponentIds.length) return refusal("R17", "Each surviving part must be registered and fitted in this firearm, and is named once.", foreign >= 0 ? { pointer: `${pointer.pointer}/${foreign}` } : pointer);
		return state.fitted.every(({ componentId }) => surviving.has(componentId)) ? endsBeforeLaterEvents(context) : refusal("R17", "Name all recorded parts; one that does not go on is removed and destroyed on its own record.", pointer);
	},
	halves: ({ survivingComponentIds }) => survivingComponentIds.map((part) => ({
		kind: "component",
		id: part
	})),
	spreads: ({ payload, id }) => payload.survivingComponentIds.map((componentId) => ({
		stream: {
			kind: "component",
			id: componentId
		},
		type: "ComponentRemoved",
		payload: {
			componentId,
			firearmId: id,
			reason: "DISMANTLED",
			...payload.legalOrderRef === void 0 ? {} : { legalOrderRef: payload.legalOrderRef }
		}
	})),
	apply: (state) => ({
		...state,
		fitted: []
	})
});

// domain/firearm/deactivationRules.ts
/**
* A deactivated firearm goes to the market or to another State only with the common mark and certificate; one that
* followed older national rules not until it is done again (2015/2403 art. 1(2), 3, 7; REQ-DEA-03, -05). A
* certificate that another State issued is named by its number.
*/
const deactivationFault = (state, namedCertificate) => {
	const { condition, deactivation, identity } = state;
	if (condition === "LIVE" && identity?.subcategory !== "C6") return void 0;
	if (condition === "DEACT_DONE") return refusal("R53", "The deactivation is not certified yet. The verifying entity certifies it first.");
	if (deactivation?.standard === "NATIONAL_OLD") return refusal("R53", "Deactivated under older national rules: have it deactivated and certified anew.");
	return deactivation?.certificateNo === void 0 && namedCertificate === void 0 ? refusal("R53", "A deactivated firearm needs the number of its certificate. Record the certificate first.") : void 0;
};

// domain/authorisation/consent.ts
/** Why a prior consent does not serve (Dir. 10(2), 16(4)); undefined when it does. */
const consentFault = (around, consentId, { state, firearmId, partyId, on, sameParty }) => {
	if (consentId === void 0) return `The prior agreement of ${state} is missing. Record PriorConsentReceived and name it as foreignConsentRef.`;
	const states = around.statesIn("authorisation", consentId, on);
	if (states === void 0) return "The consent that is named is not recorded.";
	for (const held of states) {
		const { consent } = held;
		if (consent === void 0) return "What is named is no prior consent.";
		if (consent.state !== state) return `The consent is of ${consent.state}, not of ${state}.`;
		const valid = inForce(held, on);
		if (valid.kind === "NOT_COVERED") return `The consent does not serve. ${valid.sentence}`;
		if (firearmId !== void 0 && consent.firearmIds.length > 0 && !consent.firearmIds.includes(firearmId)) return "The consent does not list this firearm.";
		if (partyId !== void 0 && held.partyId !== void 0 && !sameParty(held.partyId, partyId)) return "The consent is for another party.";
	}
};

// domain/party/details.ts
/**
* What is known of a party (catalogue 5.3): personal values are sealed; the State of residence stays plain, because
* guards need it (REQ-TRF-07).
*/
const partyDetails = record({
	name: optional(personal(text(200, "name as the register holds it", "Holder 17"), "name")),
	birthDate: optional(personal(date("date of birth", "1980-01-31"), "date of birth")),
	birthPlace: optional(personal(text(120, "place of birth", "Podgorica"), "place of birth")),
	nationality: optional(personal(country("nationality"), "nationality")),
	address: optional(personal(address("home or seat"), "home or seat")),
	contact: optional(personal(record({
		email: optional(text(200, "e-mail address", "holder17@example.org")),
		telephone: optional(text(40, "telephone number", "+382 20 000 000"))
	}, "how to reach the party", "Contact"), "how to reach the party")),
	documentNumber: optional(personal(text(64, "number of an identity document or of the register of firms", "X 000017"), "document")),
	residenceState: optional(country("State of residence, or of the seat"))
}, "what is known of the party", "PartyDetails");
/** What a person is born with has no beginning in a register: the version known last holds for every day. */
const timeless = /* @__PURE__ */ new Set(["birthDate", "birthPlace"]);
/** The version of a detail that is true at a moment; undefined while none is known for it. */
const detailAt = (profile, name, at) => {
	const versions = profile[name] ?? [];
	return timeless.has(name) ? versions.at(-1) : versions.filter(({ from }) => from <= at).at(-1);
};
/** The State of residence at a moment, where it is known. */
const residenceAt = (profile, at) => {
	const value = detailAt(profile, "residenceState", at)?.value;
	return typeof value === "string" ? value : void 0;
};

// domain/authorisation/owner.ts
/** A party as known now; undefined when it is not in the register of parties. */
const partyNow = (around, id, now) => around.statesIn("party", id, {
	earliest: now,
	latest: now
})?.[1];
/** State of residence of a party in a period, as known now. */
const residenceIn = (around, id, on, now) => {
	const party = partyNow(around, id, now);
	return party === void 0 ? void 0 : residenceAt(party.profile, Math.min(on.latest, now));
};

// domain/party/sameParty.ts
/** Merges that are followed from an alias; a chain longer than this was never made by hand. */
const mergesMax = 8;
/** The id under which a party is known now: the survivor of its merges, or its own. */
const currentIdOf = (around, id, now) => {
	let current = id;
	for (let step = 0; step < mergesMax; step += 1) {
		const next = around.statesIn("party", current, {
			earliest: now,
			latest: now
		})?.[1].mergedInto;
		if (next === void 0) return current;
		current = next;
	}
	return current;
};
/**
* Whether two ids stand for one party as known now (catalogue 5.3: a merge keeps both ids as aliases). Who somebody is
* does not depend on the day that is asked about.
*/
const samePartyIn = (around, now) => (one, other) => one === other || currentIdOf(around, one, now) === currentIdOf(around, other, now);

// domain/firearm/events/acquirer.ts
/**
* The receiver is alive or in business, and his authorisation covers the firearm's category and subcategory throughout
* the moment (REQ-CAT-02 to -05, REQ-DLR-01). State stock needs none.
*/
const checkEntitled = ({ around, moment, now, policy, state }, { partyId, authorisationId, capacity, pointer }) => {
	if (capacity === "STATE") return void 0;
	const party = around.statesIn("party", partyId, moment)?.[1];
	if (party?.status === "DECEASED" || party?.status === "CEASED") return refusal("R41", "The receiving party has died or given up its business by then.", { pointer });
	const states = around.statesIn("authorisation", authorisationId, moment);
	if (states === void 0) return refusal("R41", "The authorisation that is named is not recorded.", { pointer });
	const asked = {
		partyId,
		category: state.identity?.category,
		subcategory: state.identity?.subcategory,
		on: moment,
		capacity,
		reviewBlocks: policy.reviewBlocksTransfers,
		sameParty: samePartyIn(around, now)
	};
	const judged = throughout(covers, states, asked);
	return judged.kind === "COVERED" ? void 0 : refusal("R41", `The authorisation does not allow it. ${judged.sentence}`, { pointer });
};
/** How many more firearms may be acquired under it is counted over all that is recorded, in whatever order it came. */
const checkNumber = ({ around, now, id }, { authorisationId, pointer }) => {
	const state = around.statesIn("authorisation", authorisationId, {
		earliest: now,
		latest: now
	})?.[1];
	const limit = state?.right?.acquisitions;
	return limit !== void 0 && state?.used.includes(id) === false && state.used.length >= limit ? refusal("R41", `All ${limit} acquisitions that the authorisation allows were made.`, { pointer }) : void 0;
};
/**
* Handing over to somebody who resides in another State (Dir. 12, REQ-TRF-07, REQ-CAT-07): with that State's prior
* agreement or the licence of a transfer; for category C a declaration that justifies possession here is enough.
* A distance sale across the border needs the licence (REQ-TRF-06).
*/
const checkResidence = (context, asked) => {
	const { around, moment, now, policy, state, id } = context;
	if (asked.capacity === "STATE") return void 0;
	const residence = residenceIn(around, asked.partyId, moment, now);
	if (residence === void 0 || residence === policy.territory) return void 0;
	const sameParty = samePartyIn(around, now);
	const licence = asked.transferLicenceRef === void 0 ? void 0 : around.statesIn("authorisation", asked.transferLicenceRef, moment);
	if (licence !== void 0 && throughout(licenceFor, licence, {
		movement: policy.euMovements === "ART_16_TRANSFER" ? "TRANSFER" : "EXPORT",
		firearmId: id,
		category: state.identity?.category,
		subcategory: state.identity?.subcategory,
		on: moment,
		country: residence
	}).kind === "COVERED") return void 0;
	const { category } = state.identity ?? {};
	if (asked.distance) return refusal("R18", `A distance sale to ${residence} needs the licence of a transfer. Name it as transferLicenceRef.`, { pointer: "/payload/transferLicenceRef" });
	if (category === "C" && asked.declared) return void 0;
	const right = around.statesIn("authorisation", asked.authorisationId, moment)?.[1];
	const fault = consentFault(around, asked.foreignConsentRef ?? right?.foreignConsentRef, {
		state: residence,
		firearmId: id,
		partyId: asked.partyId,
		on: moment,
		sameParty
	});
	return fault === void 0 ? void 0 : refusal("R42", category === "C" ? `${fault} For category C possessionDeclaration is enough.` : fault, { pointer: "/payload/foreignConsentRef" });
};
const trades = [
	"DEALER",
	"BROKER",
	"MANUFACTURER"
];
/** Whether a dealer who reports holds a valid licence of his trade (REQ-DLR-01); others have none to show. */
const reporterIsLicensed = ({ around, moment, now, metadata: { recordedBy } }, licences = trades) => {
	if (recordedBy.role !== "DLR" && recordedBy.role !== "BRK" && recordedBy.role !== "MFR") return true;
	const party = around.statesIn("party", recordedBy.organisationId, {
		earliest: now,
		latest: now
	})?.[1];
	const sameParty = samePartyIn(around, now);
	return party?.rights.some(({ authorisationId, kind }) => {
		if (!licences.some((each) => each === kind)) return false;
		const states = around.statesIn("authorisation", authorisationId, moment);
		const scope = states?.[1].right;
		return states !== void 0 && throughout(covers, states, {
			partyId: recordedBy.organisationId,
			category: scope?.categories[0],
			subcategory: scope?.subcategories.find((each) => each.startsWith(scope.categories[0] ?? "")),
			on: moment,
			capacity: "TRADE",
			sameParty
		}).kind === "COVERED";
	}) === true;
};

// domain/firearm/events/firearmDispatched.ts
const firearmDispatched = defineEvent({
	type: "FirearmDispatched",
	schemaVersion: 1,
	meaning: "The firearm left for another State under a licence; until it arrives it is under way.",
	payload: record({
		licenceId: authorisationRef("transfer or export licence in this register"),
		licenceNo: reference("number of the licence", "EXP-2026-0042"),
		departedAt: moment("when it left", "2026-03-01"),
		carrier: text(120, "who carries it", "Adria Cargo"),
		route: list(country("State on the way, in order"), 0, 20, "States on the way and of destination"),
		importAuthorisationRef: optional(reference("import authorisation of the State of destination"))
	}),
	recordedBy: [
		"HLD",
		"DLR",
		"CUS"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:16", "2021/555:18(2)"],
	byHolder: true,
	flags: (context) => reporterIsLicensed(context) ? [] : ["LICENCE_NOT_VALID"],
	looksAt: ({ licenceId }) => [{
		kind: "authorisation",
		id: licenceId
	}],
	check: (context) => {
		const { payload, state, phase } = context;
		const open = openLossAlert(state);
		if (open !== void 0) return refusal(open.kind === "STOLEN" ? "R11" : "R10", "An alert is open for this firearm.", { eventIds: [open.openedBy] });
		return deactivationFault(state) ?? (phase === "THEN" ? dispatchFault(context, payload) : void 0);
	},
	halves: ({ licenceId }) => usedRights(licenceId),
	halvesFollow: true,
	spreads: (context) => licenceUse(context, context.payload.licenceId, "DISPATCH"),
	apply: (state, { payload }, before) => ({
		...state,
		custodyBeforeDispatch: before.custody,
		dispatchLicenceId: payload.licenceId
	})
});

// domain/firearm/events/firearmForfeited.ts
const firearmForfeited = defineEvent({
	type: "FirearmForfeited",
	schemaVersion: 1,
	meaning: "The firearm fell to the State by order.",
	payload: record({
		orderRef: docRef("order of forfeiture"),
		final: flag("whether the order is final")
	}),
	recordedBy: ["JUD", "CLK"],
	assertionKind: "FACT",
	legalBasis: ["UNFP:6"],
	apply: (state, { metadata }) => ({
		...state,
		holder: {
			party: metadata.recordedBy.organisationId,
			role: "AUTHORITY"
		}
	})
});

// domain/firearm/events/firearmFound.ts
const firearmFound = defineEvent({
	type: "FirearmFound",
	schemaVersion: 1,
	meaning: "A firearm was found and is with an authority, whether or not the register knew it.",
	payload: record({
		place: place("where it was found"),
		finderRef: optional(reference("reference to the finder, kept by the authority")),
		marksSeen: list(markSeen, 0, 20, "marks as seen"),
		identityAsSeen: optional(identity)
	}),
	recordedBy: [
		"POL",
		"CUS",
		"CLK"
	],
	assertionKind: "FACT",
	legalBasis: ["ITI:9", "SDG:16.4.2"],
	physical: true,
	apply: (state, { payload, eventId, metadata }) => withMarks(keptByAuthority(state, metadata.recordedBy.organisationId, eventId, payload.identityAsSeen), seenMarks(payload.marksSeen, eventId))
});

// domain/shared/assertNever.ts
/** Marks a `switch` as exhaustive: the compiler refuses the call while a case is missing. */
const assertNever = (value) => {
	throw new Error(`unexpected value: ${JSON.stringify(value)}`);
};

// domain/marking/fault.ts
/** A fault of a mark: R32, with the field at fault below `pointer` and the way out. */
const fault$1 = (pointer, detail) => refusal("R32", detail, { pointer });
/** The fault, where the condition holds. */
const faultIf = (condition, pointer, detail) => condition ? [fault$1(pointer, detail)] : [];

// domain/marking/location.ts
const essential = new Set(markLocations);
/** A mark sits on an essential or structural part (ITI 10, Dir. 4(2); REQ-MRK-10). */
const locationFaults = (location, pointer) => faultIf(!essential.has(location), pointer, `A mark belongs on an essential component, for the weapon must not work without it. Mark one of ${markLocations.join(", ")}.`);

// domain/marking/importMark.ts
/** Whether an import calls for an import mark (Protocol 8(1)(b), ITI 8(b); REQ-MRK-08, HC-23). */
const isImportMarkDue = (kind) => {
	switch (kind) {
		case "NEW": return true;
		case "RETURN":
		case "TEMPORARY": return false;
		default: return assertNever(kind);
	}
};
/** What is wrong with an import mark (Protocol 8(1)(b), ITI 8(b); REQ-MRK-08, -10): refusals R32, or none. */
const importMarkFaults = (judged) => {
	const { mark, importedOn, hasUniqueMark, pointer = "/payload" } = judged;
	const year = mark.importYear;
	const otherYear = year !== void 0 && importedOn !== void 0 && (year < Number(firstDayOf(importedOn).slice(0, 4)) || year > Number(lastDayOf(importedOn).slice(0, 4)));
	return [
		...locationFaults(mark.location, `${pointer}/location`),
		...faultIf(mark.importCountry === void 0, `${pointer}/importCountry`, "An import mark names the country of import. Add it."),
		...faultIf(otherYear, `${pointer}/importYear`, "An import mark shows the year of the recorded import. Correct the year, or the date of the import."),
		...hasUniqueMark ? [] : [fault$1(pointer, "The firearm has no mark of its own. Give it a serial number with FirearmRemarked (reason UNMARKED), then record the import mark.")]
	];
};

// domain/firearm/receivingRight.ts
const rightPointer = "/payload/responsibleAuthorisationId";
/** What is looked at to find the right; nothing where nobody or the State receives. */
const receivingLooksAt = ({ partyId, capacity, authorisationId }) => isAbsent(partyId) || capacity === "STATE" ? [] : [{
	kind: "party",
	id: partyId
}, ...authorisationId === void 0 ? [] : [{
	kind: "authorisation",
	id: authorisationId
}]];
const ownAccount = /* @__PURE__ */ new Set([
	"MFR",
	"DLR",
	"BRK",
	"HLD"
]);
/**
* Old papers say what happened and not under which right; a right that they name is looked at all the same. Only an
* authority takes them over: who reports on his own account names the right, on paper or not.
*/
const isOldPaper = ({ source, recordedBy }) => (source.kind === "PAPER" || source.kind === "LEGACY_IMPORT") && !ownAccount.has(recordedBy.role);
/** Rights of a party under every id that it is known by (PartyMerged keeps both). */
const rightsOf = ({ around, now }, partyId) => {
	const current = currentIdOf(around, partyId, now);
	return [.../* @__PURE__ */ new Set([
		partyId,
		current,
		...partyNow(around, current, now)?.aliases ?? []
	])].flatMap((id) => (partyNow(around, id, now)?.rights ?? []).map(({ authorisationId }) => authorisationId));
};
/** Whether the category is known: without it nobody can tell who may have it. */
const isEstablished = (value) => value !== void 0 && !isAbsent(value) && value !== "LEGACY_D";
const unknown = { absent: "UNKNOWN" };
const isRefused = (found) => "code" in found;
/** A right of the party that nobody named: the first that covers; the refusal says why none does. */
const searched = (context, { category, subcategory, capacity, pointer = rightPointer }, partyId) => {
	const { around, moment, now, policy } = context;
	const reasons = [];
	for (const authorisationId of rightsOf(context, partyId)) {
		const states = around.statesIn("authorisation", authorisationId, moment);
		if (states === void 0) continue;
		const judged = throughout(covers, states, {
			partyId,
			category,
			subcategory,
			on: moment,
			...capacity === "STATE" ? {} : { capacity },
			reviewBlocks: policy.reviewBlocksTransfers,
			sameParty: samePartyIn(around, now)
		});
		if (judged.kind === "NOT_COVERED") {
			if (judged.reason !== "WRONG_KIND") reasons.push(judged.sentence);
			continue;
		}
		const number = checkNumber({
			...context,
			state: {}
		}, {
			partyId,
			authorisationId,
			capacity,
			pointer
		});
		if (number === void 0) return { right: authorisationId };
		reasons.push(number.detail);
	}
	const [only] = reasons;
	return refusal("R41", only !== void 0 && reasons.length === 1 ? `The right of the receiving party does not allow it. ${only}` : "No right of the receiving party covers this category on that day. Have one granted, or name the right.", { pointer });
};
/**
* The right under which a party comes to have a firearm or component, or why it has none (REQ-CAT-02, -03, REQ-DLR-01,
* REQ-CMP-03): the same rule as for a transfer, at the moment of the effective date. A right that is named is the one
* that counts; otherwise the rights granted to the party are looked through. The State needs none.
*/
const receivingRight = (context, receiving) => {
	const { partyId, capacity, authorisationId, category, subcategory, pointer = rightPointer } = receiving;
	if (capacity === "STATE" || isAbsent(partyId)) return {};
	if (!isEstablished(category)) return refusal("R41", "Without its category nobody can tell whether the party may have it. State it.", { pointer });
	const state = context.around.statesIn("party", partyId, context.moment)?.[1];
	if (state?.status === "DECEASED" || state?.status === "CEASED") return refusal("R41", "The receiving party has died or given up its business by then.", { pointer });
	if (authorisationId === void 0) return searched(context, receiving, partyId);
	const named = {
		partyId,
		authorisationId,
		capacity,
		pointer
	};
	const identity = {
		category: category ?? unknown,
		subcategory: subcategory ?? unknown
	};
	const asked = {
		...context,
		state: { identity }
	};
	return checkEntitled(asked, named) ?? checkNumber(asked, named) ?? { right: authorisationId };
};
/** What receiving uses up of a right to a limited number of acquisitions, as its half in the right's stream. */
const acquisitionUse = ({ around, moment, id }, authorisationId) => authorisationId !== void 0 && around.statesIn("authorisation", authorisationId, moment)?.[1].right?.acquisitions !== void 0 ? [{
	stream: {
		kind: "authorisation",
		id: authorisationId
	},
	type: "AuthorisationUsed",
	payload: {
		firearmId: id,
		use: "ACQUISITION"
	}
}] : [];

// domain/firearm/events/responsible.ts
const receiverOf = ({ responsiblePartyId: partyId, partyRole: capacity, responsibleAuthorisationId: authorisationId, identity: { category, subcategory } }) => ({
	partyId,
	capacity,
	authorisationId,
	category,
	subcategory
});
/** Right and residence of who is to answer for it, as for a transfer (REQ-CAT-02, -03, REQ-DLR-01, REQ-TRF-07). */
const responsibleFault = (context, { declared }) => {
	const { payload: stated } = context;
	const found = receivingRight(context, receiverOf(stated));
	if (isRefused(found)) return found;
	const { responsiblePartyId: partyId, partyRole: capacity, identity } = stated;
	return typeof partyId !== "string" || found.right === void 0 ? void 0 : checkResidence({
		...context,
		state: { identity }
	}, {
		partyId,
		capacity,
		authorisationId: found.right,
		pointer: "/payload/responsiblePartyId",
		distance: false,
		declared
	});
};
/** The report with the right that the ledger finds for it, where it names none. */
const withFoundRight = (context) => {
	const { payload: stated } = context;
	if (stated.responsibleAuthorisationId !== void 0) return stated;
	const found = receivingRight(context, receiverOf(stated));
	return isRefused(found) || found.right === void 0 ? stated : {
		...stated,
		responsibleAuthorisationId: found.right
	};
};

// domain/firearm/events/firearmImported.ts
const payload$4 = record({
	identity,
	fromCountry: country("where it came from"),
	licenceNo: optional(reference("import licence", "IMP-2025-0042")),
	licenceId: optional(authorisationRef("import licence in this register")),
	customsRef: reference("customs declaration", "25ME000123456789"),
	kind: oneOf([
		"NEW",
		"RETURN",
		"TEMPORARY"
	], "first import, return, or temporary admission"),
	responsiblePartyId: partyRef("who answers for it from now on"),
	partyRole,
	responsibleAuthorisationId: optional(authorisationRef("right under which he may have it; where none is named the ledger adds the one it finds"))
});
/** A visitor has his firearm under the law and the pass of his own State (Dir. 17, HC-23); old papers name no right. */
const receives$1 = ({ payload: { kind, responsibleAuthorisationId }, metadata }) => kind !== "TEMPORARY" && (responsibleAuthorisationId !== void 0 || !isOldPaper(metadata));
/** Somebody answers for what comes in, and may have it on that day. */
const checkReceiver$1 = (context) => {
	const { payload: stated, phase, metadata } = context;
	if (isAbsent(stated.responsiblePartyId) && !isOldPaper(metadata)) return refusal("R31", "The responsible party is required; only a paper or legacy record may lack it.", { pointer: "/payload/responsiblePartyId" });
	return phase === "NOW" || !receives$1(context) ? void 0 : responsibleFault(context, { declared: false });
};
const firearmImported = defineEvent({
	type: "FirearmImported",
	schemaVersion: 1,
	meaning: "A firearm came into the territory, for the first time or back from abroad.",
	payload: payload$4,
	recordedBy: [
		"CUS",
		"DLR",
		"CLK"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(1)", "2025/41"],
	parties: (payload) => [payload.responsiblePartyId],
	receivedAs: (payload) => payload.partyRole,
	looksAt: (stated) => [...stated.licenceId === void 0 ? [] : [{
		kind: "authorisation",
		id: stated.licenceId
	}], ...stated.kind === "TEMPORARY" ? [] : receivingLooksAt(receiverOf(stated))],
	added: ["responsibleAuthorisationId"],
	complete: (context) => receives$1(context) ? withFoundRight(context) : context.payload,
	flags: (context) => reporterIsLicensed(context) ? [] : ["LICENCE_NOT_VALID"],
	check: (context) => {
		const { payload: stated, state, phase, policy } = context;
		const { licenceNo, licenceId } = stated;
		const alert = state.custody === "EXP" ? alertForbids(state) : void 0;
		if (alert !== void 0) return alert;
		if (licenceNo === void 0 && policy.importLicenceRequired) return refusal("R18", "An import needs a licence. Name its number.", { pointer: "/payload/licenceNo" });
		return (licenceNo === void 0 || licenceId === void 0 || phase === "NOW" ? void 0 : importLicenceFault(context, {
			licenceId,
			licenceNo,
			fromCountry: stated.fromCountry
		})) ?? checkReceiver$1(context);
	},
	halves: ({ licenceId, responsibleAuthorisationId }) => usedRights(licenceId, responsibleAuthorisationId),
	halvesFollow: true,
	spreads: (context) => [...licenceUse(context, context.payload.licenceId, "IMPORT"), ...receives$1(context) ? acquisitionUse(context, context.payload.responsibleAuthorisationId) : []],
	remains: (state, { payload, eventId }) => withMarks(state, identityMark(payload.identity, { absent: "UNKNOWN" }, eventId)),
	apply: (state, { payload, eventId, metadata }) => {
		const lasting = payload.kind === "RETURN" && state.importKind === "NEW";
		return withMarks({
			...state,
			identity: state.identity ?? payload.identity,
			registered: true,
			markState: state.markState === "UNMARKED" && !isAbsent(payload.identity.serialRaw) ? "MARKED" : state.markState,
			importMarkDue: lasting && state.importMarkDue || isImportMarkDue(payload.kind),
			...lasting ? {} : {
				importKind: payload.kind,
				importedOn: writtenMoment(metadata.effectiveAt)
			},
			holder: {
				party: payload.responsiblePartyId,
				role: payload.partyRole
			}
		}, identityMark(payload.identity, { absent: "UNKNOWN" }, eventId));
	}
});

// domain/firearm/events/firearmManufactured.ts
const firearmManufactured = defineEvent({
	type: "FirearmManufactured",
	schemaVersion: 1,
	meaning: "A licensed maker completed a firearm; it is not marked yet.",
	payload: record({
		identity,
		placeOfManufacture: place("where it was made"),
		completedOn: date("day of completion"),
		batch: optional(reference("production batch", "B-2025-07")),
		licenceId: optional(reference("licence of the maker"))
	}),
	recordedBy: ["MFR"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(1)"],
	flags: (context) => reporterIsLicensed(context, ["MANUFACTURER"]) ? [] : ["LICENCE_NOT_VALID"],
	remains: (state, { payload, eventId }) => withMarks(state, identityMark(payload.identity, { absent: "UNKNOWN" }, eventId)),
	apply: (state, event) => withMarks({
		...state,
		identity: event.payload.identity,
		manufacturedOn: event.payload.completedOn,
		holder: {
			party: event.metadata.recordedBy.organisationId,
			role: "TRADE"
		}
	}, identityMark(event.payload.identity, { absent: "UNKNOWN" }, event.eventId))
});

// domain/marking/content.ts
/** What a full mark says (Dir. 4(2); REQ-MRK-02). Model "where feasible" and trademark are never required. */
const contentFaults = ({ elements }, pointer) => [
	...faultIf(elements.manufacturer.trim() === "", `${pointer}/elements/manufacturer`, "The mark names the manufacturer or brand. Add it."),
	...faultIf(elements.country === void 0 && elements.place === void 0, `${pointer}/elements/country`, "The mark names the country or the place of manufacture. Give one of them."),
	...faultIf(elements.serialRaw.trim() === "", `${pointer}/elements/serialRaw`, "The mark holds the serial number. Add it."),
	...faultIf(elements.year === void 0 && elements.yearInSerial !== true, `${pointer}/elements/year`, "The mark shows the year of manufacture. Give the year, or state yearInSerial if the serial number contains it.")
];
/** A mark of transfer from State stock tells who gave the firearm away (Dir. 4(2) last subpara; REQ-MRK-07). */
const stateTransferFaults = ({ elements }, pointer) => faultIf(elements.transferringEntity === void 0, `${pointer}/elements/transferringEntity`, "The mark of transfer from State stock identifies the transferring entity. Name it.");

// domain/marking/duty.ts
/** From this day what is made or imported must be marked by Dir. 4(1)-(2) (REQ-MRK-01). */
const markDutyFrom = "2018-09-14";
const certainlyFrom = (moment, day) => moment !== void 0 && firstDayOf(moment) >= day;
/**
* Whether the firearm certainly falls under the marking rules of the Directive. Rules run by its own dates, not by
* today's (trap 25); a refusal needs certainty, so a date too coarse to tell brings no duty.
*/
const fallsUnderDuty = (dates) => certainlyFrom(dates.manufacturedOn, "2018-09-14") || (dates.importKind ?? "NEW") === "NEW" && certainlyFrom(dates.importedOn, "2018-09-14");
/** Whether the mark of transfer from State stock was applied under the present rules (Dir. 4(2) last subpara). */
const isRecentStateTransfer = (dates) => certainlyFrom(dates.markedOn, markDutyFrom);
/** Whether the mark needs the minimum depth: first placed on the market from the policy's day (2024/325). */
const needsDepth = (dates, from) => certainlyFrom(dates.firstMarketDate, from);
/** Whether the mark was applied in another State before import: alphabet and numerals were that State's to choose. */
const isAppliedAbroad = ({ markedOn, importedOn }) => markedOn !== void 0 && importedOn !== void 0 && lastDayOf(markedOn) < firstDayOf(importedOn);

// domain/marking/plate.ts
const isAccepted = (carrier, equivalentAllowed) => {
	switch (carrier) {
		case "METAL_PLATE":
		case "EMBEDDED_PLATE": return true;
		case "EQUIVALENT": return equivalentAllowed;
		case "METAL":
		case "NON_METAL": return false;
		default: return assertNever(carrier);
	}
};
/**
* A non-metallic frame or receiver of a kind that policy names carries an embedded metal plate, or an equivalent
* technique where that is allowed (2019/68 annex; REQ-MRK-06). A mark in bare non-metal tells the material by itself.
*/
const plateFaults = (mark, { embeddedPlate }, pointer) => {
	const { frameMaterial, carrier, location } = mark;
	const concerned = primaryLocations.has(location) && embeddedPlate.kinds.some((kind) => kind === location) && (frameMaterial === void 0 ? carrier === "NON_METAL" && embeddedPlate.materials.some((material) => material !== "METAL") : embeddedPlate.materials.includes(frameMaterial));
	return faultIf(concerned && !isAccepted(carrier, embeddedPlate.equivalentAllowed), `${pointer}/carrier`, embeddedPlate.equivalentAllowed ? "A frame or receiver of this material carries an embedded METAL_PLATE or an EQUIVALENT technique. State which." : "A frame or receiver of this material carries an embedded METAL_PLATE. Embed one and mark it.");
};

// domain/marking/reduced.ts
/** Whether the component may be too small for a full mark: as policy says, frame and receiver never (REQ-MRK-03). */
const mayBeReduced = (location, policy) => !primaryLocations.has(location) && policy.reducedMarkKinds.some((kind) => kind === location);
/** A reduced mark stands only on a component that is allowed one, and says why (Dir. 4(2); REQ-MRK-03). */
const reducedFaults = (mark, policy, pointer) => {
	if (mark.reduced !== true) return [];
	return [...faultIf(!mayBeReduced(mark.location, policy), `${pointer}/reduced`, primaryLocations.has(mark.location) ? "Frame and receiver bear the full mark, never a reduced one. Apply the full mark." : `A reduced mark is allowed on ${policy.reducedMarkKinds.join(", ") || "no component"} only. Apply the full mark.`), ...faultIf(mark.reducedReason === void 0, `${pointer}/reducedReason`, "A reduced mark needs a reason. State why the full mark does not fit.")];
};

// domain/marking/script.ts
const foreignTo = (alphabet) => {
	switch (alphabet) {
		case "LATIN": return /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
		case "CYRILLIC": return /[\p{Script=Latin}\p{Script=Greek}]/u;
		case "GREEK": return /[\p{Script=Latin}\p{Script=Cyrillic}]/u;
		default: return assertNever(alphabet);
	}
};
/** Whether a text holds letters of another alphabet than stated: an A that is Cyrillic makes another number. */
const holdsForeignLetters = (text, alphabet) => foreignTo(alphabet).test(text);

// domain/marking/technical.ts
/** 2019/68 annex. */
const minimumHeightMm = 1.6;
/** 2024/325: 0.003 inch. */
const minimumDepthMm = .0762;
/** Height of characters (2019/68 annex; REQ-MRK-04): smaller only where the component is too small. */
const heightFaults = (mark, policy, pointer) => {
	const small = mayBeReduced(mark.location, policy);
	return faultIf(mark.charHeightMm < 1.6 && !(mark.reduced === true && small), `${pointer}/charHeightMm`, small ? `Characters are at least ${minimumHeightMm} mm high. If the component is too small, state reduced and the reason.` : `Characters are at least ${minimumHeightMm} mm high. Mark again with larger ones.`);
};
/** Alphabet and numerals that the State chose (2019/68 annex; REQ-MRK-04). */
const scriptFaults = ({ alphabet, numerals, elements }, policy, pointer) => [
	...faultIf(!policy.alphabet.includes(alphabet), `${pointer}/alphabet`, `Marks are in ${policy.alphabet.join(" or ")} here. Mark again in that alphabet.`),
	...faultIf(holdsForeignLetters(elements.serialRaw, alphabet), `${pointer}/elements/serialRaw`, `The serial number holds letters that are not ${alphabet}. State its alphabet, or type the letters as they are on the mark.`),
	...faultIf(!policy.numerals.includes(numerals), `${pointer}/numerals`, `Marks have ${policy.numerals.join(" or ")} numerals here. Mark again with those.`)
];
/** Depth of characters on what is first placed on the market from the policy's day (2024/325; REQ-MRK-05). */
const depthFaults = ({ depthMm }, from, pointer) => faultIf(depthMm < minimumDepthMm, `${pointer}/depthMm`, `Marks on what is first placed on the market from ${from} are at least ${minimumDepthMm} mm deep. Mark again deeper.`);

// domain/marking/markFaults.ts
const datesOf$1 = ({ identity, dates }) => dates.manufacturedOn === void 0 && identity?.yearOfManufacture !== void 0 ? {
	...dates,
	manufacturedOn: String(identity.yearOfManufacture)
} : dates;
const dutyFaults = (judged, dates, pointer) => {
	const { mark, policy } = judged;
	const form = () => [
		...reducedFaults(mark, policy, pointer),
		...heightFaults(mark, policy, pointer),
		...isAppliedAbroad(dates) ? [] : scriptFaults(mark, policy, pointer),
		...plateFaults(mark, policy, pointer)
	];
	switch (mark.purpose) {
		case "STATE_TRANSFER": return isRecentStateTransfer(dates) ? [...stateTransferFaults(mark, pointer), ...form()] : [];
		case "MANUFACTURE": return fallsUnderDuty(dates) ? [...mark.reduced === true ? [] : contentFaults(mark, pointer), ...form()] : [];
		default: return assertNever(mark.purpose);
	}
};
/**
* What is wrong with a mark by the rules that hold for the firearm's own dates (REQ-MRK-01 to -11): refusals R32, one a
* fault, or none. A historic firearm follows national law, by a decision that is named (REQ-MRK-11).
*/
const markFaults = (judged) => {
	const { mark, policy, pointer = "/payload/mark" } = judged;
	if (mark.markRegime === "HISTORIC_NATIONAL") return faultIf(mark.regimeDecision === void 0, `${pointer}/regimeDecision`, "The rules for historic firearms hold by decision. Refer to the decision.");
	const dates = datesOf$1(judged);
	return [
		...locationFaults(mark.location, `${pointer}/location`),
		...dutyFaults(judged, dates, pointer),
		...needsDepth(dates, policy.depthRule.from) ? depthFaults(mark, policy.depthRule.from, pointer) : []
	];
};

// domain/firearm/markRules.ts
/** The firearm's own dates, by which the rules on marks run (trap 25). */
const datesOf = ({ state, metadata }) => ({
	...state.manufacturedOn === void 0 ? {} : { manufacturedOn: state.manufacturedOn },
	...state.importedOn === void 0 ? {} : { importedOn: state.importedOn },
	...state.importKind === void 0 ? {} : { importKind: state.importKind },
	...state.firstMarketDate === void 0 ? {} : { firstMarketDate: state.firstMarketDate },
	markedOn: writtenMoment(metadata.effectiveAt)
});
/** The first fault of a mark that is applied to the firearm, by the rules of its own dates (REQ-MRK-01 to -11). */
const appliedMarkFault = (context, mark) => markFaults({
	mark,
	dates: datesOf(context),
	policy: context.policy,
	...context.state.identity === void 0 ? {} : { identity: context.state.identity }
})[0];
/**
* A firearm that falls under the duty is not registered with a frame mark that shows no year (REQ-MRK-01, -02). A mark
* that was recorded by itself before has been judged then.
*/
const frameMarkFault = (context, identity, mark) => {
	if (context.state.markState !== "UNMARKED" || isAbsent(mark.serialRaw)) return void 0;
	const { location, serialRaw } = mark;
	return markFaults({
		mark: {
			elements: {
				manufacturer: isAbsent(identity.make) ? "UNKNOWN" : identity.make,
				place: "UNKNOWN",
				serialRaw,
				...mark.year === void 0 ? {} : { year: mark.year },
				...mark.yearInSerial === void 0 ? {} : { yearInSerial: mark.yearInSerial }
			},
			purpose: "MANUFACTURE",
			location,
			alphabet: context.policy.alphabet[0] ?? "LATIN",
			numerals: context.policy.numerals[0] ?? "ARABIC",
			charHeightMm: mark.charHeightMm ?? 50,
			depthMm: mark.depthMm ?? 5,
			carrier: "METAL",
			method: "OTHER"
		},
		identity,
		dates: datesOf(context),
		policy: context.policy,
		pointer: "/payload/frameMark"
	}).filter(({ pointer }) => pointer !== "/payload/frameMark/elements/serialRaw").map((fault) => ({
		...fault,
		pointer: (fault.pointer ?? "").replace("/elements/", "/")
	}))[0];
};
/** The first fault of an import mark (REQ-MRK-08, -10). */
const importMarkFault = (state, mark) => importMarkFaults({
	mark,
	...state.importedOn === void 0 ? {} : { importedOn: state.importedOn },
	hasUniqueMark: state.marks.length > 0
})[0];
/** Marks that are too shallow for the day of first placing on the market (2024/325; REQ-MRK-05). */
const depthFaultAt = (state, firstMarketDate, { depthRule }) => firstMarketDate >= depthRule.from && state.marks.some(({ depthMm }) => depthMm !== void 0 && depthMm < .0762) ? refusal("R32", `Marks on what is first placed on the market from ${depthRule.from} are at least ${minimumDepthMm} mm deep. Mark again deeper (FirearmRemarked).`, { pointer: "/payload/firstMarketDate" }) : void 0;

// domain/firearm/events/firearmMarked.ts
const firearmMarked = defineEvent({
	type: "FirearmMarked",
	schemaVersion: 1,
	meaning: "A mark was applied to the frame, receiver or another essential component.",
	payload: record({ mark: appliedMark }),
	recordedBy: [
		"MFR",
		"CLK",
		"STO",
		"DLR"
	],
	assertionKind: "FACT",
	legalBasis: [
		"2021/555:4(1)",
		"2021/555:4(2)",
		"2019/68"
	],
	check: (context) => {
		const { mark } = context.payload;
		return mark.purpose === "MANUFACTURE" && primaryLocations.has(mark.location) && context.state.markState !== "UNMARKED" ? refusal("R17", "The firearm carries an original mark already. Record a new mark as FirearmRemarked.", { pointer: "/payload/mark/location" }) : appliedMarkFault(context, mark);
	},
	apply: (state, { payload: { mark }, eventId }) => withMarks({
		...state,
		markState: primaryLocations.has(mark.location) && state.markState === "UNMARKED" ? "MARKED" : state.markState,
		stateTransferMark: state.stateTransferMark || mark.purpose === "STATE_TRANSFER"
	}, [{
		serialRaw: mark.elements.serialRaw,
		location: mark.location,
		origin: "MARK",
		recordedBy: eventId,
		depthMm: mark.depthMm
	}])
});

// domain/category/facts.ts
/**
* The facts that Annex I asks for, flat, as they are stored with a category (REQ-CAT-01). A fact that is missing is not
* known; `NONE` is known not to exist on this object.
*/
const categoryFacts = record({
	type: optional(oneOf([...firearmTypes, "NONE"], "kind of firearm")),
	action: optional(oneOf([...actions, "NONE"], "action")),
	bore: optional(oneOf([
		"SMOOTH",
		"RIFLED",
		"COMBINED",
		"NONE"
	], "bore")),
	ignition: optional(oneOf([
		"CENTREFIRE",
		"RIMFIRE",
		"PERCUSSION",
		"OTHER",
		"NONE"
	], "ignition")),
	barrelLengthMm: optional(integer(1, 3e3, "barrel length in mm", 116)),
	overallLengthMm: optional(integer(1, 3e3, "overall length in mm", 200)),
	minLengthMm: optional(integer(1, 3e3, "shortest length in mm, stock folded", 200)),
	chambers: optional(integer(0, 500, "number of chambers", 1)),
	deviceCapacity: optional(integer(0, 500, "rounds in the loading device", 9)),
	loadingDeviceDetachable: optional(flag("whether the loading device comes off")),
	stockReducible: optional(flag("whether the stock folds, telescopes or comes off without tools")),
	convertibleAboveThree: optional(flag("whether conversion to more than 3 rounds with ordinary tools cannot be excluded")),
	resemblesAutomatic: optional(flag("whether it resembles an automatic weapon")),
	firstMarketDate: optional(date("first placing on the market")),
	explosiveLauncher: optional(flag("whether it is an explosive military missile or its launcher")),
	disguised: optional(flag("whether it is disguised as another object")),
	convertedFromAutomatic: optional(flag("whether it was an automatic firearm")),
	convertedToBlank: optional(flag("whether it was converted to blanks, irritants, salute or acoustic use")),
	sourceCategory: optional(oneOf([
		"A",
		"B",
		"C"
	], "category before that conversion")),
	deactivationCertified: optional(flag("whether its deactivation is certified under 2015/2403")),
	intendedForSubcategory: optional(oneOf(subcategories, "of the firearm that a component is meant for"))
}, "facts that decide the category");
const listed = (identity, name) => {
	const value = identity[name];
	if (!isAbsent(value)) return { [name]: value };
	return value.absent === "NONE" ? { [name]: "NONE" } : {};
};
const measured = [
	"barrelLengthMm",
	"overallLengthMm",
	"minLengthMm",
	"chambers",
	"deviceCapacity",
	"loadingDeviceDetachable"
];
/** The deciding facts of an identity block and of what else is recorded. Coded absences say no more than they mean. */
const factsOf = (identity, further = {}) => ({
	...listed(identity, "type"),
	...listed(identity, "action"),
	...listed(identity, "bore"),
	...listed(identity, "ignition"),
	...Object.fromEntries(measured.flatMap((name) => identity[name] === void 0 ? [] : [[name, identity[name]]])),
	...further
});

// domain/category/verdict.ts
const both = (one, other) => [.../* @__PURE__ */ new Set([...one, ...other])];
/** A condition that one fact decides. */
const fact = (name, holds) => (facts) => {
	const value = facts[name];
	return value === void 0 ? {
		truth: "OPEN",
		used: [],
		missing: [name]
	} : {
		truth: holds(value) ? "YES" : "NO",
		used: [name],
		missing: []
	};
};
/**
* A condition on a circumstance that the register records when it occurs (a conversion, a certificate) or that strikes
* the eye: not recorded means that it is not so.
*/
const recorded$2 = (name) => (facts) => ({
	truth: facts[name] === true ? "YES" : "NO",
	used: [name],
	missing: []
});
const not = (condition) => (facts) => {
	const verdict = condition(facts);
	return {
		...verdict,
		truth: verdict.truth === "YES" ? "NO" : verdict.truth === "NO" ? "YES" : "OPEN"
	};
};
/** All conditions hold. One that fails decides alone; missing facts of the others do not matter then. */
const allOf = (...conditions) => (facts) => {
	const verdicts = conditions.map((condition) => condition(facts));
	const failed = verdicts.find((verdict) => verdict.truth === "NO");
	if (failed !== void 0) return {
		...failed,
		missing: []
	};
	return {
		truth: verdicts.some((verdict) => verdict.truth === "OPEN") ? "OPEN" : "YES",
		used: verdicts.reduce((all, verdict) => both(all, verdict.used), []),
		missing: verdicts.reduce((all, verdict) => both(all, verdict.missing), [])
	};
};
/** At least one condition holds. */
const anyOf = (...conditions) => not(allOf(...conditions.map(not)));

// domain/category/terms.ts
/** Terms of Annex I Part IV and of the round counts of Part II, as conditions on the facts. */
const automatic = fact("action", (action) => action === "AUTOMATIC");
const semiAutomatic = fact("action", (action) => action === "SEMI_AUTO");
/** Reloaded from a magazine or cylinder by a manual action. */
const repeating = fact("action", (action) => action === "REPEATING_BOLT" || action === "REPEATING_LEVER" || action === "REPEATING_PUMP" || action === "REVOLVING");
/** Without a magazine, loaded by hand before each shot; so are break-open firearms and muzzle-loaders. */
const singleShot = fact("action", (action) => action === "SINGLE_SHOT" || action === "BREAK_OPEN" || action === "MUZZLE_LOADING");
const centreFire = fact("ignition", (ignition) => ignition === "CENTREFIRE");
const rimfire = fact("ignition", (ignition) => ignition === "RIMFIRE");
const smooth = fact("bore", (bore) => bore === "SMOOTH");
/** A combination firearm has a rifled barrel too. */
const rifled = fact("bore", (bore) => bore === "RIFLED" || bore === "COMBINED");
const barrelAtMost = (limit) => fact("barrelLengthMm", (length) => length <= limit);
const barrelAtMost600 = barrelAtMost(600);
const overallAtMost600 = (facts) => {
	const stated = fact("overallLengthMm", (length) => length <= 600)(facts);
	if (stated.truth !== "OPEN") return stated;
	if ((facts.barrelLengthMm ?? 0) > 600) return {
		truth: "NO",
		used: ["barrelLengthMm"],
		missing: []
	};
	if ((facts.minLengthMm ?? 0) > 600) return {
		truth: "NO",
		used: ["minLengthMm"],
		missing: []
	};
	return stated;
};
/** Barrel at most 30 cm or overall length at most 60 cm; long is any other. */
const short = anyOf(barrelAtMost(300), overallAtMost600);
const long = not(short);
/** Reducible below 60 cm by a stock that folds, telescopes or comes off without tools (A8). */
const reducibleBelow600 = allOf(fact("minLengthMm", (length) => length < 600), fact("stockReducible", (reducible) => reducible));
/** Loading device and chambers together hold more than so many rounds. A missing count is at least none. */
const moreThan = (limit) => ({ chambers, deviceCapacity }) => {
	const used = [...chambers === void 0 ? [] : ["chambers"], ...deviceCapacity === void 0 ? [] : ["deviceCapacity"]];
	if ((chambers ?? 0) + (deviceCapacity ?? 0) > limit) return {
		truth: "YES",
		used,
		missing: []
	};
	return used.length === 2 ? {
		truth: "NO",
		used,
		missing: []
	} : {
		truth: "OPEN",
		used,
		missing: [...chambers === void 0 ? ["chambers"] : [], ...deviceCapacity === void 0 ? ["deviceCapacity"] : []]
	};
};
const deviceOver = (limit) => fact("deviceCapacity", (rounds) => rounds > limit);

// domain/category/rules.ts
const rule = (subcategory, text, condition) => ({
	subcategory,
	rule: `${subcategory}: ${text}`,
	condition
});
const fromCategory = (category) => fact("sourceCategory", (source) => source === category);
const semiLong = allOf(semiAutomatic, long);
const a6 = allOf(recorded$2("convertedFromAutomatic"), semiAutomatic);
const a7a = allOf(semiAutomatic, centreFire, short, deviceOver(20), moreThan(21));
const a7b = allOf(semiLong, centreFire, deviceOver(10), moreThan(11));
const a8 = allOf(semiLong, reducibleBelow600);
const b4 = allOf(semiLong, moreThan(3), anyOf(rimfire, allOf(centreFire, not(a7b))));
const b6 = allOf(semiLong, centreFire, not(moreThan(3)), anyOf(fact("loadingDeviceDetachable", (detachable) => detachable), fact("convertibleAboveThree", (convertible) => convertible)));
const b7 = allOf(anyOf(repeating, semiAutomatic), long, smooth, barrelAtMost600);
const b9 = allOf(semiAutomatic, fact("resemblesAutomatic", (resembles) => resembles), not(anyOf(a6, a7a, a7b, a8)));
/** A deactivated firearm is C6 whatever it was (Annex I Part II; 2015/2403). */
const deactivated = rule("C6", "deactivated, certified under 2015/2403", recorded$2("deactivationCertified"));
/** A firearm converted to blanks, irritants, salute or acoustic use stays in the category it had. */
const isConverted = recorded$2("convertedToBlank");
const converted = [
	rule("A9", "converted to blank or acoustic use, from category A", allOf(isConverted, fromCategory("A"))),
	rule("B8", "converted to blank or acoustic use, from category B", allOf(isConverted, fromCategory("B"))),
	rule("C5", "converted to blank or acoustic use, from category C", allOf(isConverted, fromCategory("C")))
];
/**
* Annex I Part II for a live firearm, the strictest first. A4 and A5 are ammunition, which is no object of the register.
*/
const live = [
	rule("A1", "explosive military missile or launcher", recorded$2("explosiveLauncher")),
	rule("A2", "automatic", automatic),
	rule("A3", "disguised as another object", recorded$2("disguised")),
	rule("A6", "automatic converted to semi-automatic", a6),
	rule("A7a", "semi-automatic short centre-fire, over 21 rounds, device over 20", a7a),
	rule("A7b", "semi-automatic long centre-fire, over 11 rounds, device over 10", a7b),
	rule("A8", "semi-automatic long, reducible below 60 cm by its stock", a8),
	rule("B1", "repeating short", allOf(repeating, short)),
	rule("B2", "single-shot short, centre-fire", allOf(singleShot, short, centreFire)),
	rule("B3", "single-shot short, rimfire, under 28 cm", allOf(singleShot, short, rimfire, fact("overallLengthMm", (length) => length < 280))),
	rule("B4", "semi-automatic long, over 3 rounds, under 12 if centre-fire", b4),
	rule("B5", "semi-automatic short other than A7a", allOf(semiAutomatic, short, not(a7a))),
	rule("B6", "semi-automatic long centre-fire, at most 3 rounds, detachable or convertible", b6),
	rule("B7", "repeating or semi-automatic long, smooth-bore, barrel at most 60 cm", b7),
	rule("B9", "semi-automatic resembling an automatic, other than A6 to A8", b9),
	rule("C1", "repeating long other than B7", allOf(repeating, long, not(b7))),
	rule("C2", "single-shot long, rifled", allOf(singleShot, long, rifled)),
	rule("C3", "semi-automatic long in neither A nor B", allOf(semiLong, not(anyOf(a6, a7b, a8, b4, b6, b7, b9)))),
	rule("C4", "single-shot short, rimfire, at least 28 cm", allOf(singleShot, short, rimfire, fact("overallLengthMm", (length) => length >= 280))),
	rule("C7", "single-shot long smooth-bore, on the market on or after 2018-09-14", allOf(singleShot, long, smooth, fact("firstMarketDate", (placed) => placed >= "2018-09-14")))
];

// domain/category/classify.ts
const categories = {
	A: "A",
	B: "B",
	C: "C"
};
/** Category of a subcategory: its letter. */
const categoryOf = (subcategory) => categories[subcategory.charAt(0)];
const reasonsOf = (facts, judged) => {
	const reasons = /* @__PURE__ */ new Map();
	for (const { rule, verdict } of judged) for (const name of verdict.used) if (!reasons.has(name)) reasons.set(name, {
		fact: name,
		value: facts[name] ?? "NOT_RECORDED",
		rule: verdict.truth === "YES" ? rule.rule : `not ${rule.rule}`
	});
	return [...reasons.values()];
};
const applyingOf = (rules) => rules.map(({ subcategory }) => ({
	subcategory,
	category: categoryOf(subcategory)
}));
const sharedCategory = (candidates) => {
	const found = new Set(candidates.map(categoryOf));
	const [category] = found;
	return category !== void 0 && found.size === 1 ? { category } : {};
};
/** `context` are the judgements that chose this set of rules; their facts belong to the reasons. */
const among = (facts, rules, context) => {
	const judged = rules.map((rule) => ({
		rule,
		verdict: rule.condition(facts)
	}));
	const first = judged.findIndex(({ verdict }) => verdict.truth === "YES");
	const decisive = first === -1 ? judged : judged.slice(0, first + 1);
	const open = decisive.filter(({ verdict }) => verdict.truth === "OPEN");
	if (open.length > 0) {
		const candidates = decisive.filter(({ verdict }) => verdict.truth !== "NO").map(({ rule }) => rule.subcategory);
		return {
			kind: "FACT_MISSING",
			missing: [...new Set(open.flatMap(({ verdict }) => verdict.missing))],
			candidates,
			...sharedCategory(candidates)
		};
	}
	const applying = applyingOf(judged.filter(({ verdict }) => verdict.truth === "YES").map(({ rule }) => rule));
	const [proposed] = applying;
	return proposed === void 0 ? {
		kind: "NONE_APPLIES",
		reasons: reasonsOf(facts, [...decisive, ...context])
	} : {
		kind: "PROPOSED",
		...proposed,
		applying,
		reasons: reasonsOf(facts, [...decisive.toReversed(), ...context])
	};
};
/** A loose component has the category of the firearm it is meant for (Dir. 1(1)(2), REQ-CMP-03). */
const classifyComponent = (facts, context) => {
	const { intendedForSubcategory } = facts;
	if (intendedForSubcategory === void 0) return {
		kind: "FACT_MISSING",
		missing: ["intendedForSubcategory"],
		candidates: []
	};
	const proposed = {
		subcategory: intendedForSubcategory,
		category: categoryOf(intendedForSubcategory)
	};
	const rule = "Dir. 1(1)(2): a component has the category of the firearm it is meant for";
	return {
		kind: "PROPOSED",
		...proposed,
		applying: [proposed],
		reasons: [
			{
				fact: "type",
				value: "COMPONENT",
				rule
			},
			{
				fact: "intendedForSubcategory",
				value: intendedForSubcategory,
				rule
			},
			...reasonsOf(facts, context)
		]
	};
};
/** The category by stored facts: the same facts give the same answer at any time (REQ-CAT-01). */
const classifyFacts = (facts) => {
	const deactivation = {
		rule: deactivated,
		verdict: deactivated.condition(facts)
	};
	if (deactivation.verdict.truth === "YES") return among(facts, [deactivated], []);
	if (facts.type === "COMPONENT") return classifyComponent(facts, [deactivation]);
	return isConverted(facts).truth === "YES" ? among(facts, converted, [deactivation]) : among(facts, live, [deactivation, ...converted.map((rule) => ({
		rule,
		verdict: isConverted(facts)
	}))]);
};

// domain/firearm/classification.ts
/** What the register holds of the facts that Annex I asks for; nothing where the object is not described yet. */
const recordedFacts = (state) => ({
	...state.identity === void 0 ? {} : factsOf(state.identity),
	...state.firstMarketDate === void 0 ? {} : { firstMarketDate: state.firstMarketDate },
	...state.furtherFacts,
	...state.condition === "DEACT_CERT" ? { deactivationCertified: true } : {}
});
/** The category that follows from what is recorded: a proposal for a person, or the facts that are missing. */
const proposedCategory = (state) => classifyFacts(recordedFacts(state));
/** Marks that a change may have moved the firearm into another category, unless the facts say that it did not. */
const withCategoryCheck = (state, eventId) => {
	const proposal = proposedCategory(state);
	return proposal.kind === "PROPOSED" && proposal.subcategory === state.identity?.subcategory ? state : {
		...state,
		categoryCheckDue: eventId
	};
};

// domain/firearm/events/firearmModified.ts
const whats = [
	"CALIBRE",
	"BARREL_LENGTH",
	"ACTION",
	"STOCK",
	"CAPACITY",
	"TO_BLANK",
	"TO_SALUTE",
	"OTHER"
];
const { fields } = identity;
const attributes = (meaning) => record({
	type: optional(fields.type),
	calibre: optional(fields.calibre),
	action: optional(fields.action),
	bore: optional(fields.bore),
	ignition: optional(fields.ignition),
	barrelLengthMm: fields.barrelLengthMm,
	overallLengthMm: fields.overallLengthMm,
	minLengthMm: fields.minLengthMm,
	chambers: fields.chambers,
	deviceCapacity: fields.deviceCapacity,
	loadingDeviceDetachable: fields.loadingDeviceDetachable,
	stockReducible: optional(flag("whether the stock folds, telescopes or comes off without tools"))
}, meaning, "ModifiedAttributes");
const payload$3 = record({
	what: oneOf(whats, "what was changed"),
	before: attributes("the attributes concerned, as they were"),
	after: attributes("the same attributes, as they are now"),
	legalOrderRef: optional(docRef("order of court or prosecutor, for a seized firearm"))
});
/** One of these attributes changes by a modification of that kind. */
const concerned = {
	CALIBRE: ["calibre"],
	BARREL_LENGTH: ["barrelLengthMm"],
	ACTION: ["action"],
	STOCK: [
		"overallLengthMm",
		"minLengthMm",
		"stockReducible"
	],
	CAPACITY: [
		"chambers",
		"deviceCapacity",
		"loadingDeviceDetachable"
	],
	TO_BLANK: [],
	TO_SALUTE: [],
	OTHER: []
};
const recorded$1 = (state, name) => name === "stockReducible" ? state.furtherFacts.stockReducible : state.identity?.[name];
const differs$1 = (a, b) => a !== void 0 && !isAbsent(a) && canonicalJson(a) !== canonicalJson(b);
const modified = (state, { what, after }) => {
	const { stockReducible, ...attributesAfter } = after;
	const category = state.identity?.category;
	const wasAutomatic = state.identity?.action === "AUTOMATIC" && after.action === "SEMI_AUTO";
	const toBlank = what === "TO_BLANK" || what === "TO_SALUTE";
	return {
		...state,
		...state.identity === void 0 ? {} : { identity: {
			...state.identity,
			...attributesAfter
		} },
		furtherFacts: {
			...state.furtherFacts,
			...stockReducible === void 0 ? {} : { stockReducible },
			...wasAutomatic ? { convertedFromAutomatic: true } : {},
			...toBlank ? { convertedToBlank: true } : {},
			...toBlank && (category === "A" || category === "B" || category === "C") ? { sourceCategory: category } : {}
		}
	};
};
const firearmModified = defineEvent({
	type: "FirearmModified",
	schemaVersion: 1,
	meaning: "The firearm was converted or modified; its category is checked.",
	payload: payload$3,
	recordedBy: ["DLR", "MFR"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(d)"],
	lift: (code, { legalOrderRef }) => code === "R23" && legalOrderRef !== void 0 ? "SAME" : void 0,
	check: ({ payload: { what, before, after }, state }) => {
		if (state.identity === void 0) return refusal("R31", "It is not recorded what this firearm is. Register it first.");
		const names = Object.keys(after);
		const needed = concerned[what];
		if (needed.length > 0 && !needed.some((name) => names.includes(name))) return refusal("R31", `A change of ${what} states ${needed.join(" or ")} before and after.`, { pointer: "/payload/after" });
		for (const name of names) {
			const pointer = { pointer: `/payload/before/${name}` };
			if (before[name] === void 0) return refusal("R31", `State ${name} as it was before the change.`, pointer);
			if (differs$1(recorded$1(state, name), before[name])) return refusal("RECORDED_VALUE_DIFFERS", `The register had another ${name} at that time. Correct the record first if it is wrong.`, pointer);
		}
	},
	apply: (state, { payload: modification, eventId }) => withCategoryCheck(modified(state, modification), eventId)
});

// domain/firearm/events/firearmPlacedOnMarket.ts
const firearmPlacedOnMarket = defineEvent({
	type: "FirearmPlacedOnMarket",
	schemaVersion: 1,
	meaning: "The firearm was placed on the market for the first time.",
	payload: record({ firstMarketDate: date("day of first placing on the market") }),
	recordedBy: ["MFR", "DLR"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(1)"],
	byHolder: true,
	flags: (context) => reporterIsLicensed(context) ? [] : ["LICENCE_NOT_VALID"],
	check: ({ payload, state, policy }) => {
		if (state.markState === "UNMARKED" || !state.registered) return refusal("R03", "Only a marked and registered firearm may be placed on the market (Dir. 4(1)).");
		if (state.marketBlocked) return refusal("R17", "The firearm failed its proof. Have it pass a REPROOF before it is sold.");
		return state.firstMarketDate === void 0 ? deactivationFault(state) ?? depthFaultAt(state, payload.firstMarketDate, policy) : refusal("R17", "The first placing on the market is recorded already. Correct that record if it is wrong.");
	},
	apply: (state, { payload }) => ({
		...state,
		firstMarketDate: payload.firstMarketDate
	})
});

// domain/firearm/events/firearmRecategorised.ts
const payload$2 = record({
	from: record({
		category: identity.fields.category,
		subcategory: identity.fields.subcategory
	}, "category until then, as recorded", "CategoryBefore"),
	to: record({
		category: oneOf([
			"A",
			"B",
			"C"
		], "category from then on"),
		subcategory: oneOf(subcategories, "subcategory from then on")
	}, "category from then on", "CategoryAfter"),
	facts: categoryFacts,
	decisionRef: docRef("decision of the authority, or the law"),
	cause: oneOf(["AUTHORITY", "LAW"], "decided for this firearm, or changed by law (HC-22)")
});
const strictness = {
	A: 2,
	B: 1,
	C: 0
};
/** Facts that the decision rests on must not contradict the recorded ones: the register explains its categories. */
const factsDiffer = ({ facts }, state) => {
	const recorded = recordedFacts(state);
	for (const [name, value] of Object.entries(facts)) {
		const known = recorded[name];
		if (known !== void 0 && canonicalJson(known) !== canonicalJson(value)) return refusal("RECORDED_VALUE_DIFFERS", `The register has another ${name}. Record FirearmModified or correct the record first.`, { pointer: `/payload/facts/${name}` });
	}
};
/**
* Nobody decides a firearm into C6 that the register does not hold as certified; a law may put those there that were
* deactivated before certificates were recorded (HC-22).
*/
const withoutCertificate = ({ facts, cause }, state) => cause === "AUTHORITY" && facts.deactivationCertified === true && state.condition !== "DEACT_CERT" ? refusal("R53", "No certified deactivation is recorded. Record DeactivationCertified first.", { pointer: "/payload/facts/deactivationCertified" }) : void 0;
/** The category must follow from the stored facts (REQ-CAT-01); national law may only be stricter (Dir. 3). */
const doesNotFollow = ({ to, facts }) => {
	const pointer = { pointer: "/payload/to/subcategory" };
	if (categoryOf(to.subcategory) !== to.category) return refusal("CATEGORY_CONTRADICTS_FACTS", `${to.subcategory} is not of category ${to.category}.`, pointer);
	const derived = classifyFacts(facts);
	switch (derived.kind) {
		case "FACT_MISSING": return refusal("R31", `The category does not follow yet: state ${derived.missing.join(" or ")}. Open are ${derived.candidates.join(", ")}.`, { pointer: "/payload/facts" });
		case "NONE_APPLIES": return;
		case "PROPOSED": return derived.applying.some(({ subcategory }) => subcategory === to.subcategory) || strictness[to.category] > strictness[derived.category] ? void 0 : refusal("CATEGORY_CONTRADICTS_FACTS", `From these facts follows ${derived.applying.map(({ subcategory }) => subcategory).join(" or ")}.`, pointer);
	}
};
const isCategoryOf = ({ from }, state) => canonicalJson([from.category, from.subcategory]) === canonicalJson([state.identity?.category ?? null, state.identity?.subcategory ?? null]);
/** A dated change of category with the facts it rests on; one from a category to itself confirms it after a check. */
const firearmRecategorised = defineEvent({
	type: "FirearmRecategorised",
	schemaVersion: 1,
	meaning: "The authority or a law put the firearm into another category, or confirmed it.",
	payload: payload$2,
	recordedBy: ["CLK"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(d)", "2021/555:Annex I"],
	contradicts: (recategorisation, state) => isCategoryOf(recategorisation, state) ? void 0 : refusal("RECORDED_VALUE_DIFFERS", "The register had another category at that time. Read it as of that day and state it in from.", { pointer: "/payload/from" }),
	check: ({ payload: recategorisation, state }) => factsDiffer(recategorisation, state) ?? withoutCertificate(recategorisation, state) ?? doesNotFollow(recategorisation),
	apply: ({ categoryCheckDue: _done, ...state }, { payload: { to, facts }, eventId }) => ({
		...state,
		...state.identity === void 0 ? {} : { identity: {
			...state.identity,
			...to
		} },
		classification: {
			facts,
			recordedBy: eventId
		}
	})
});

// domain/firearm/alarmWeapon.ts
/**
* Alarm and signal weapons that meet 2019/69 are no firearms and are not registered; one that can be converted, or was,
* is a firearm, and a test report says so (Dir. 14; REQ-ALM-01).
*/
const alarmFault = ({ kind, identity, alarmTest }) => {
	if (alarmTest?.meetsSpecification === true) return refusal("CATEGORY_CONTRADICTS_FACTS", "An alarm or signal weapon that meets 2019/69 is no firearm and is not registered.", { pointer: "/payload/alarmTest/meetsSpecification" });
	if (kind === "ALARM_CONVERTIBLE" && alarmTest === void 0) return refusal("R31", "State the report of the test under 2019/69 that found it convertible.", { pointer: "/payload/alarmTest" });
	if (alarmTest !== void 0 && kind !== "ALARM_CONVERTIBLE") return refusal("R31", "An alarm or signal weapon is registered as ALARM_CONVERTIBLE.", { pointer: "/payload/kind" });
	return identity.convertedFromAlarm === true && kind === "NEW" ? refusal("R31", "What was converted from an alarm weapon is registered as ALARM_CONVERTIBLE.", { pointer: "/payload/kind" }) : void 0;
};

// domain/firearm/bornInTrade.ts
/**
* What was just made is in the trade once it is registered (catalogue 6.1, cell Registered in MFD), so it is registered
* for its maker or a dealer. A person or the State comes to have it by a transfer, which asks for both sides and the right.
*/
const bornInTradeFault = ({ custody }, partyRole) => custody === "MFD" && partyRole !== "TRADE" ? refusal("R17", "A firearm that was just made is in the trade. Register it for its maker or a dealer with partyRole TRADE, then record FirearmTransferred to who acquires it.", { pointer: "/payload/partyRole" }) : void 0;

// domain/firearm/events/firearmRegistered.ts
const payload$1 = record({
	identity,
	frameMark,
	responsiblePartyId: partyRef("who answers for it from now on"),
	partyRole,
	responsibleAuthorisationId: optional(authorisationRef("right under which he may have it; where none is named the ledger adds the one it finds")),
	kind: oneOf([
		"NEW",
		"DECLARATION",
		"AMNESTY",
		"FROM_OTHER_STATE",
		"LEGACY",
		"ALARM_CONVERTIBLE"
	], "why it is registered; ALARM_CONVERTIBLE: an alarm or signal weapon that does not meet 2019/69"),
	alarmTest: optional(record({
		report: docRef("report of the test under 2019/69"),
		meetsSpecification: {
			...flag("whether it meets the specification: then it cannot be converted and is no firearm"),
			example: false
		}
	}, "test of an alarm or signal weapon (Dir. 14; REQ-ALM-01)", "AlarmTest")),
	deactivation: optional(record({
		standard: oneOf(deactivationStandards, "technical rules that it followed"),
		certificateNo: optional(reference("number of the certificate", "DC-2026-014"))
	}, "deactivation certified before the firearm came into this register", "EarlierDeactivation")),
	predecessorId: optional(firearmRef$1("firearm whose primary part was replaced, added by the ledger (HC-06)")),
	components: optional(list(componentSnapshot, 1, 41, "its components, added by the ledger (HC-06)"))
});
/**
* Whether somebody comes to have the firearm by being registered for it. Not so a maker who registers what he made,
* the successor of a firearm that its holder had (HC-06), and what an old register says.
*/
const receives = ({ payload: { kind, responsiblePartyId, responsibleAuthorisationId }, state, metadata, asHalf }) => !asHalf && kind !== "LEGACY" && !(state.custody === "MFD" && state.holder?.party === responsiblePartyId) && (responsibleAuthorisationId !== void 0 || !isOldPaper(metadata));
/** The registration of a firearm of category C is its declaration, for which Dir. 11 asks no right beforehand (REQ-CAT-04). */
const isDeclaration = ({ kind, identity: { category }, partyRole: capacity }) => kind === "DECLARATION" && category === "C" && capacity === "HOLDER";
/** Right and residence of who is registered for it, as for a transfer; what an amnesty brings to light is recorded and flagged. */
const checkReceiver = (context) => {
	const { payload: registration, phase } = context;
	if (phase === "NOW" || registration.kind === "AMNESTY" || !receives(context)) return void 0;
	return registration.responsibleAuthorisationId === void 0 && isDeclaration(registration) ? void 0 : responsibleFault(context, { declared: registration.kind === "DECLARATION" });
};
const firearmRegistered = defineEvent({
	type: "FirearmRegistered",
	schemaVersion: 1,
	meaning: "The firearm entered the register with its identity, its frame mark and who answers for it.",
	payload: payload$1,
	recordedBy: [
		"CLK",
		"DLR",
		"MFR",
		"MIG"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)", "2021/555:11"],
	halves: ({ responsibleAuthorisationId }) => usedRights(responsibleAuthorisationId),
	halvesFollow: true,
	ownParticulars: true,
	parties: (payload) => [payload.responsiblePartyId],
	receivedAs: (payload) => payload.partyRole,
	looksAt: (registration) => registration.kind === "LEGACY" ? [] : receivingLooksAt(receiverOf(registration)),
	added: ["responsibleAuthorisationId"],
	complete: (context) => receives(context) ? withFoundRight(context) : context.payload,
	flags: (context) => [...context.payload.kind === "AMNESTY" && receives(context) && isRefused(receivingRight(context, receiverOf(context.payload))) ? ["RECEIVER_NOT_ENTITLED"] : [], ...context.asHalf || reporterIsLicensed(context) ? [] : ["LICENCE_NOT_VALID"]],
	spreads: (context) => receives(context) ? acquisitionUse(context, context.payload.responsibleAuthorisationId) : [],
	check: (context) => {
		const { payload, state, asHalf } = context;
		const alert = alertForbids(state);
		if (alert !== void 0) return alert;
		if (!asHalf && (payload.predecessorId !== void 0 || payload.components !== void 0)) return refusal("R17", "A successor begins by ComponentReplaced on its predecessor, components are fitted by ComponentFitted.", { pointer: "/payload/predecessorId" });
		const made = bornInTradeFault(state, payload.partyRole);
		if (made !== void 0) return made;
		const alarm = alarmFault(payload);
		if (alarm !== void 0) return alarm;
		if (payload.kind === "LEGACY") return void 0;
		for (const name of [
			"make",
			"model",
			"calibre",
			"serialRaw"
		]) if (isAbsent(payload.identity[name])) return refusal("R31", `A ${name} is required. Read it from the firearm; only a LEGACY record may lack it.`, { pointer: `/payload/identity/${name}` });
		if (isAbsent(payload.frameMark.serialRaw)) return refusal("R31", "The mark on the frame or receiver is required; only a LEGACY record may lack it.", { pointer: "/payload/frameMark/serialRaw" });
		if (isAbsent(payload.responsiblePartyId)) return refusal("R31", "The responsible party is required; only a LEGACY record may lack it.", { pointer: "/payload/responsiblePartyId" });
		if (state.custody === "MFD" && state.markState === "UNMARKED") return refusal("R03", "The firearm is not marked. Record FirearmMarked first.");
		return frameMarkFault(context, payload.identity, payload.frameMark) ?? checkReceiver(context);
	},
	remains: (state, { payload, eventId }) => withMarks(state, identityMark(payload.identity, payload.frameMark.location, eventId)),
	apply: (state, { payload, eventId }) => withMarks({
		...state,
		identity: payload.identity,
		registered: true,
		...payload.deactivation === void 0 ? {} : {
			condition: "DEACT_CERT",
			deactivation: payload.deactivation
		},
		markState: isAbsent(payload.frameMark.serialRaw) || state.markState !== "UNMARKED" ? state.markState : "MARKED",
		holder: {
			party: payload.responsiblePartyId,
			role: payload.partyRole
		},
		...payload.predecessorId === void 0 ? {} : { predecessorId: payload.predecessorId },
		fitted: payload.components ?? state.fitted
	}, [...isAbsent(payload.frameMark.serialRaw) ? [] : [{
		serialRaw: payload.frameMark.serialRaw,
		location: payload.frameMark.location,
		origin: "MARK",
		recordedBy: eventId,
		...payload.frameMark.depthMm === void 0 ? {} : { depthMm: payload.frameMark.depthMm }
	}], ...identityMark(payload.identity, payload.frameMark.location, eventId)])
});

// domain/firearm/events/firearmReleased.ts
/** A court hands over as it decides; old papers do not say under which right. */
const exempt = /* @__PURE__ */ new Set([
	"COURT",
	"PAPER",
	"LEGACY_IMPORT"
]);
/** Only to who may have it on the day of release and today (HC-01); a court may order otherwise. */
const releaseFault = (context, { toParty: partyId, partyRole: capacity, receiverAuthorisationId: authorisationId }) => {
	const pointer = "/payload/receiverAuthorisationId";
	if (authorisationId !== void 0) return checkEntitled(context, {
		partyId,
		authorisationId,
		capacity,
		pointer
	});
	return capacity === "STATE" || exempt.has(context.metadata.source.kind) ? void 0 : refusal("R41", "Name the right under which the receiver may have it today, or record the order of a court.", { pointer });
};
const firearmReleased = defineEvent({
	type: "FirearmReleased",
	schemaVersion: 1,
	meaning: "The authority hands the firearm to a party entitled to it.",
	payload: record({
		toParty: partyId("who receives it"),
		partyRole,
		orderRef: docRef("order of release"),
		receiverAuthorisationId: optional(authorisationRef("right under which the receiver may have it"))
	}),
	recordedBy: [
		"POL",
		"JUD",
		"CLK"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:9"],
	parties: (payload) => [payload.toParty],
	receivedAs: (payload) => payload.partyRole,
	looksAt: ({ toParty, receiverAuthorisationId: id }) => [{
		kind: "party",
		id: toParty
	}, ...id === void 0 ? [] : [{
		kind: "authorisation",
		id
	}]],
	check: (context) => {
		const { payload, state } = context;
		const open = openLossAlert(state);
		if (open !== void 0) return refusal(open.kind === "STOLEN" ? "R11" : "R10", "An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.", { eventIds: [open.openedBy] });
		return releaseFault(context, payload);
	},
	apply: (state, { payload }) => ({
		...state,
		seizureCases: [],
		holder: {
			party: payload.toParty,
			role: payload.partyRole
		}
	})
});

// domain/firearm/events/firearmRemarked.ts
const serial = (meaning, example) => text(40, meaning, example);
/** The old number read off it is none that the register has for it. */
const oldSerialDiffers = ({ oldSerial }, state) => !(isAbsent(oldSerial) || state.marks.length === 0 || carriesSerial(state, oldSerial));
const firearmRemarked = defineEvent({
	type: "FirearmRemarked",
	schemaVersion: 1,
	meaning: "By decision of the authority the firearm got a new mark, which identifies it from now on.",
	payload: record({
		reason: oneOf([
			"OBLITERATED",
			"ILLEGIBLE",
			"DUPLICATE",
			"UNMARKED",
			"STATE_STOCK"
		], "why it was marked again"),
		oldSerial: coded(serial("serial number before, as restored or read", "12345")),
		newSerial: serial("serial number from now on", "ME26-000117"),
		location: oneOf(markLocations, "part that carries the new mark"),
		orderRef: docRef("decision of the competent authority"),
		method: oneOf([
			"STAMP",
			"LASER",
			"DOT_PEEN",
			"ENGRAVE",
			"CAST",
			"PLATE",
			"OTHER"
		], "how it was applied"),
		mark: optional(appliedMark),
		identityProof: optional(docRef("finding that proves which firearm this is"))
	}),
	recordedBy: [
		"CLK",
		"LAB",
		"POL"
	],
	assertionKind: "FACT",
	legalBasis: [
		"2021/555:4(2)",
		"ITI:9",
		"ITI:10"
	],
	check: (context) => {
		const { reason, newSerial, location, mark } = context.payload;
		if (!primaryLocations.has(location)) return refusal("R32", "The mark that identifies a firearm is on its frame or receiver (Dir. 4(5)(a)). Mark that part.", { pointer: "/payload/location" });
		if (mark === void 0) return reason === "STATE_STOCK" ? refusal("R32", "A mark of transfer from State stock names who gave it away: state the whole mark.", { pointer: "/payload/mark" }) : locationFaults(location, "/payload/location")[0];
		if (mark.elements.serialRaw !== newSerial || mark.location !== location) return refusal("R32", "The mark described is not the new mark: serial number or location differ.", { pointer: "/payload/mark" });
		if (reason === "STATE_STOCK" !== (mark.purpose === "STATE_TRANSFER")) return refusal("R32", "Reason STATE_STOCK goes with a mark of purpose STATE_TRANSFER, and only it.", { pointer: "/payload/mark/purpose" });
		return appliedMarkFault(context, mark);
	},
	flags: ({ payload, state }) => oldSerialDiffers(payload, state) ? ["PARTICULARS_DIFFER"] : [],
	apply: (state, { payload, eventId }) => {
		const { oldSerial, newSerial, location, mark } = payload;
		const current = {
			serialRaw: newSerial,
			location,
			origin: "REMARK",
			recordedBy: eventId,
			...mark === void 0 ? {} : { depthMm: mark.depthMm }
		};
		const old = isAbsent(oldSerial) ? [] : [{
			serialRaw: oldSerial,
			location,
			origin: "RECOVERED",
			recordedBy: eventId
		}];
		const { identity } = state;
		return withMarks({
			...state,
			markState: "REMARKED",
			stateTransferMark: state.stateTransferMark || payload.reason === "STATE_STOCK",
			identityLink: payload.identityProof === void 0 ? state.identityLink : "PROVEN",
			...identity === void 0 ? {} : { identity: {
				...identity,
				serialRaw: newSerial
			} },
			marks: [current, ...state.marks]
		}, old);
	}
});

// domain/firearm/events/firearmSeized.ts
const firearmSeized = defineEvent({
	type: "FirearmSeized",
	schemaVersion: 1,
	meaning: "An authority seized the firearm. Alerts stay open.",
	payload: record({
		caseRef: reference("case", "KT-112/26"),
		place: place("where it was seized"),
		fromParty: optional(partyRef("from whom")),
		fromPartyAs: optional(oneOf([
			"OTHER",
			"SUSPECT",
			"CONVICTED",
			"VICTIM"
		], "what that person is in the case (LED 6); OTHER where it is not said")),
		legalGround: text(120, "ground of the seizure", "Criminal Procedure Code 147"),
		marksSeen: list(markSeen, 0, 20, "marks as seen"),
		exhibitNo: reference("exhibit number", "EX-3"),
		identityAsSeen: optional(identity)
	}),
	recordedBy: [
		"POL",
		"CUS",
		"JUD"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:9(1)", "UNFP:6"],
	physical: true,
	lift: (code, payload, state) => code === "R22" && !state.seizureCases.includes(payload.caseRef) ? "SAME" : void 0,
	apply: (state, { payload, eventId, metadata }, before) => withMarks({
		...keptByAuthority(state, metadata.recordedBy.organisationId, eventId, payload.identityAsSeen),
		seizureCases: [...state.seizureCases, payload.caseRef],
		...before.custody === "SZD" && state.custodian !== void 0 ? { custodian: state.custodian } : {}
	}, seenMarks(payload.marksSeen, eventId))
});

// domain/firearm/events/firearmSurrendered.ts
/** A party is named, an anonymous surrender names nobody. */
const surrenderFault = ({ by, byParty }) => by === "PARTY" === (byParty !== void 0) ? void 0 : refusal("R33", "A party is named by byParty; an anonymous surrender names nobody.", { pointer: "/payload/byParty" });
const firearmSurrendered = defineEvent({
	type: "FirearmSurrendered",
	schemaVersion: 1,
	meaning: "A firearm was handed to an authority, by a party or by somebody who did not say who he is.",
	payload: record({
		by: oneOf(["PARTY", "ANONYMOUS"], "who handed it over"),
		byParty: optional(partyId("the party that handed it over")),
		scheme: oneOf([
			"VOLUNTARY",
			"AMNESTY",
			"WITHDRAWAL_ORDER"
		], "under which scheme"),
		place: optional(place("where it was handed over")),
		marksSeen: optional(list(markSeen, 0, 20, "marks as seen")),
		identityAsSeen: optional(identity)
	}),
	recordedBy: ["CLK", "POL"],
	assertionKind: "FACT",
	legalBasis: ["SDG:16.4.2"],
	physical: true,
	check: ({ payload }) => surrenderFault(payload),
	apply: (state, { payload, eventId, metadata }) => withMarks(keptByAuthority(state, metadata.recordedBy.organisationId, eventId, payload.identityAsSeen), seenMarks(payload.marksSeen ?? [], eventId))
});

// domain/identification/calibre.ts
/** Key of a calibre as marked (identification 5.2 rule 2): comma is point, `×` is x, no blanks, no "cal", "mm" optional. */
const calibreKey = (raw) => raw.normalize("NFKC").toUpperCase().replace(/,/g, ".").replace(/[×*]/g, "X").replace(/\b(CALIBRE|CALIBER|CAL|KAL)\b\.?/g, "").replace(/MM/g, "").replace(/[\s\-_]+/g, "").replace(/^0+(?=\.)/, "").replace(/\.$/, "");

// domain/identification/maker.ts
const noise = /\b(INCORPORATED|INC|LLC|LTD|LIMITED|CORP|CORPORATION|COMPANY|CO|GMBH|AG|KG|SPA|S P A|SA|SL|AD|DOO|D O O|SRO|S R O|AS|OY|AB|BV|NV|PLC|MFG|MANUFACTURING|THE|COS)\b/g;
/** Key of a maker's name: without case, diacritics, punctuation, legal forms and blanks; `&` and "and" are one. */
const makerKey = (raw) => {
	const upper = raw.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().replace(/['’`.]/g, "").replace(/&|\+/g, " AND ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
	const stripped = upper.replace(noise, " ").replace(/\bAND\b/g, " ").replace(/\s+/g, "");
	return stripped === "" ? upper.replace(/\s+/g, "") : stripped;
};

// domain/firearm/controlData.ts
/**
* What a dealer reads off the firearm beside its id, so that a wrong row of a batch shows (identification 7): the id
* alone fits any firearm.
*/
const controlData = record({
	make: text(120, "maker as read", "Zastava"),
	calibre: text(40, "calibre as marked", "9 mm Luger"),
	type: oneOf(firearmTypes, "kind of firearm"),
	serialRaw: optional(coded(text(40, "serial number as read", "AB 12345")))
}, "particulars as read off the firearm, to compare with the register", "ControlData");
const differs = (one, other) => one !== void 0 && other !== void 0 && one !== other;
/** Whether what was read contradicts what is recorded; what either side does not state contradicts nothing. */
const controlDiffers = (control, identity) => {
	if (control === void 0 || identity === void 0) return false;
	const { make, calibre, type, serialRaw } = identity;
	const read = control.serialRaw;
	return differs(makerKey(control.make), isAbsent(make) ? void 0 : makerKey(make)) || differs(control.type, isAbsent(type) ? void 0 : type) || !isAbsent(calibre) && !calibre.some(({ raw }) => calibreKey(raw) === calibreKey(control.calibre)) || differs(read === void 0 || isAbsent(read) ? void 0 : canonicalSerial(read), isAbsent(serialRaw) ? void 0 : canonicalSerial(serialRaw));
};

// domain/firearm/transferGuards.ts
/**
* What the firearm itself must fulfil before it changes hands: marks of State stock and of import (REQ-MRK-07, -08),
* authorised disposal of what fell to the State (REQ-TRC-09), certificate of deactivation (REQ-DEA-03, -05), proof.
*/
const transferGuardFault = (state, stated) => {
	const { transferKind, receivedAs, paper } = stated;
	const fromState = state.custody === "STK" || state.custody === "FRF";
	if (state.custody === "STK" && receivedAs !== "STATE" && !state.stateTransferMark) return refusal("R07", "Mark the firearm as transferred from State stock first (FirearmMarked, STATE_TRANSFER).");
	if (paper) return void 0;
	if (state.custody === "FRF" && stated.legalOrderRef === void 0) return refusal("R23", "A forfeited firearm is destroyed unless another disposal is officially authorised. Name the authorisation.", { pointer: "/payload/legalOrderRef" });
	if (state.custody === "FRF" && (state.markState === "UNMARKED" || state.markState === "ALTERED")) return refusal("R32", "What the State gives away is marked first. Record FirearmRemarked.");
	if (state.importMarkDue && !fromState) return refusal("R32", "The import mark is due before the first transfer after import. Record ImportMarkApplied first.");
	if (state.marketBlocked && (transferKind === "DEALER_TO_PERSON" || transferKind === "STATE_TO_CIVIL")) return refusal("R17", "The firearm failed its proof. Have it pass a REPROOF before it is sold.");
	return transferKind === "INHERITANCE" || transferKind === "TO_AUTHORITY" ? void 0 : deactivationFault(state, stated.deactivationCertificateNo);
};

// domain/firearm/events/identityCheck.ts
/** Check of the buyer before or at delivery in a distance sale (Dir. 8, REQ-DLR-07). */
const identityCheck = record({
	by: oneOf([
		"DEALER",
		"BROKER",
		"AUTHORITY"
	], "who checked; nobody else may"),
	checkerId: reference("id of the dealer, broker or authority", "POLICE-PODGORICA"),
	at: moment("when: before or at delivery", "2026-03-01"),
	method: oneOf([
		"IDENTITY_DOCUMENT",
		"ELECTRONIC_IDENTITY",
		"KNOWN_IN_PERSON",
		"OTHER"
	], "how")
}, "check of identity and authorisation of the buyer", "IdentityCheck");
/** R43 where the check is missing or came after delivery. */
const identityCheckFault = (check, zone, delivery) => {
	if (check === void 0) return refusal("R43", "A distance sale needs the check of the acquirer’s identity and authorisation.", { pointer: "/payload/identityCheck" });
	const at = readEffectiveTime(check.at, zone);
	return at !== void 0 && boundsOf(at, delivery.latest).earliest <= delivery.latest ? void 0 : refusal("R43", "Identity is checked before or at delivery, not later.", { pointer: "/payload/identityCheck/at" });
};

// domain/firearm/events/firearmTransferred.ts
const transferKinds = [
	"DEALER_TO_PERSON",
	"PERSON_TO_PERSON",
	"PERSON_TO_DEALER",
	"DEALER_TO_DEALER",
	"INHERITANCE",
	"GIFT",
	"STATE_TO_CIVIL",
	"STATE_DISPOSAL",
	"TO_AUTHORITY"
];
const payload = record({
	control: optional(controlData),
	supplierId: partyRef("who gave it away"),
	acquirerId: partyRef("who received it"),
	acquirerAuthorisationId: coded(authorisationRef("right under which the acquirer may have it"), ["UNKNOWN", "NONE"]),
	transferKind: oneOf(transferKinds, "kind of transfer"),
	reportingSide: oneOf([
		"SUPPLIER",
		"ACQUIRER",
		"AUTHORITY"
	], "who reports"),
	channel: oneOf([
		"IN_PERSON",
		"DISTANCE",
		"UNKNOWN"
	], "how the contract was made"),
	identityCheck: optional(identityCheck),
	foreignConsentRef: optional(authorisationRef("prior agreement of the State in which the acquirer resides (Dir. 10(2), 12)")),
	transferLicenceRef: optional(authorisationRef("licence of the transfer to another State (Dir. 16)")),
	possessionDeclaration: optional(docRef("declaration of a non-resident that justifies possession here, for category C (Dir. 12)")),
	endsTemporaryCustody: optional(flag("the custodian consents and temporary custody ends")),
	legalOrderRef: optional(docRef("order that the transfer follows")),
	deactivationCertificateNo: optional(reference("certificate of a deactivation that another State certified"))
});
/** Capacity in which the acquirer receives, as the kind of transfer says. */
const capacity = (kind, acquirer) => {
	switch (kind) {
		case "PERSON_TO_DEALER":
		case "DEALER_TO_DEALER":
		case "STATE_DISPOSAL": return "TRADE";
		case "TO_AUTHORITY": return "STATE";
		case "STATE_TO_CIVIL": return typeof acquirer === "string" && acquirer.startsWith("F-") ? "TRADE" : "HOLDER";
		case "DEALER_TO_PERSON":
		case "PERSON_TO_PERSON":
		case "INHERITANCE":
		case "GIFT": return "HOLDER";
	}
};
/** A holder of unknown identity contradicts nobody; a named one does. */
const supplierDiffers = (transfer, state) => {
	const holder = state.holder?.party;
	return holder !== void 0 && !isAbsent(holder) && !isAbsent(transfer.supplierId) && holder !== transfer.supplierId;
};
/** The acquirer may have it, residence and certificate included; a paper or legacy record may lack his right. */
const checkAcquirer = (context) => {
	const { payload: transfer } = context;
	const { acquirerId, acquirerAuthorisationId: authorisationId } = transfer;
	if (typeof acquirerId !== "string" || typeof authorisationId !== "string") return void 0;
	const receiver = {
		partyId: acquirerId,
		authorisationId,
		capacity: capacity(transfer.transferKind, acquirerId),
		pointer: "/payload/acquirerAuthorisationId"
	};
	return checkEntitled(context, receiver) ?? checkNumber(context, receiver) ?? checkResidence(context, {
		...receiver,
		distance: transfer.channel === "DISTANCE",
		declared: transfer.possessionDeclaration !== void 0,
		...transfer.foreignConsentRef === void 0 ? {} : { foreignConsentRef: transfer.foreignConsentRef },
		...transfer.transferLicenceRef === void 0 ? {} : { transferLicenceRef: transfer.transferLicenceRef }
	});
};
const firearmTransferred = defineEvent({
	type: "FirearmTransferred",
	schemaVersion: 1,
	meaning: "The firearm changed hands. The other side confirms or disputes it.",
	payload,
	recordedBy: [
		"DLR",
		"CLK",
		"HLD",
		"STO",
		"MIG"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(c)"],
	parties: (transfer) => [transfer.supplierId, transfer.acquirerId],
	receivedAs: (transfer) => capacity(transfer.transferKind, transfer.acquirerId),
	lift: (code, transfer) => {
		if (code !== "R08" || transfer.endsTemporaryCustody !== true) return void 0;
		const role = capacity(transfer.transferKind, transfer.acquirerId);
		return role === "TRADE" ? "TRD" : role === "STATE" ? "STK" : "HLD";
	},
	flags: (context) => [
		...supplierDiffers(context.payload, context.state) ? ["SUPPLIER_MISMATCH"] : [],
		...controlDiffers(context.payload.control, context.state.identity) ? ["PARTICULARS_DIFFER"] : [],
		...reporterIsLicensed(context) ? [] : ["LICENCE_NOT_VALID"]
	],
	looksAt: ({ acquirerId, supplierId, acquirerAuthorisationId, foreignConsentRef, transferLicenceRef }) => isAbsent(acquirerAuthorisationId) ? [] : [...[acquirerId, supplierId].flatMap((id) => typeof id === "string" ? [{
		kind: "party",
		id
	}] : []), ...[
		acquirerAuthorisationId,
		foreignConsentRef,
		transferLicenceRef
	].flatMap((id) => id === void 0 ? [] : [{
		kind: "authorisation",
		id
	}])],
	check: (context) => {
		const { payload: transfer, state, stateNow, phase, effective, metadata, policy } = context;
		const paper = isOldPaper(metadata);
		for (const name of ["supplierId", "acquirerId"]) if (isAbsent(transfer[name]) && !paper) return refusal("R33", `The ${name} is required; only a paper or legacy record may lack it.`, { pointer: `/payload/${name}` });
		if (!isAbsent(transfer.supplierId) && transfer.supplierId === transfer.acquirerId) return refusal("R33", "Supplier and acquirer are the same party.", { pointer: "/payload/acquirerId" });
		if (transfer.channel === "DISTANCE") {
			const fault = identityCheckFault(transfer.identityCheck, metadata.effectiveAt.zone, effective);
			if (fault !== void 0) return fault;
		}
		if (isAbsent(transfer.acquirerAuthorisationId) && capacity(transfer.transferKind, transfer.acquirerId) !== "STATE" && !paper) return refusal("R41", "Name the right that covers this category on the effective date.", { pointer: "/payload/acquirerAuthorisationId" });
		const unfit = transferGuardFault(state, {
			...transfer,
			receivedAs: capacity(transfer.transferKind, transfer.acquirerId),
			paper
		});
		if (unfit !== void 0) return unfit;
		const open = openLossAlert(state);
		if (open !== void 0) return refusal(open.kind === "STOLEN" ? "R11" : "R10", "An alert is open for this firearm.", { eventIds: [open.openedBy] });
		if (phase === "THEN" && policy.supplierMismatch === "REJECT" && supplierDiffers(transfer, state)) return refusal("R33", "The supplier is not the recorded holder.", { pointer: "/payload/supplierId" });
		const window = openLossAlert(stateNow);
		if (phase === "THEN" && window !== void 0 && effective.latest >= window.windowFrom) return refusal(window.kind === "STOLEN" ? "R11" : "R10", "The transfer falls into the time of a reported loss or theft.", {
			eventIds: [window.openedBy],
			pointer: "/effectiveAt"
		});
		return phase === "THEN" ? checkAcquirer(context) : void 0;
	},
	halves: ({ acquirerAuthorisationId }) => usedRights(acquirerAuthorisationId),
	halvesFollow: true,
	spreads: ({ payload: { acquirerAuthorisationId: authorisationId }, around, moment, id }) => typeof authorisationId === "string" && around.statesIn("authorisation", authorisationId, moment)?.[1].right?.acquisitions !== void 0 ? [{
		stream: {
			kind: "authorisation",
			id: authorisationId
		},
		type: "AuthorisationUsed",
		payload: {
			firearmId: id,
			use: "ACQUISITION"
		}
	}] : [],
	apply: (state, { payload: transfer }) => ({
		...state,
		holder: {
			party: transfer.acquirerId,
			role: capacity(transfer.transferKind, transfer.acquirerId)
		}
	})
});

// domain/firearm/unionOfStreams.ts
const linking = /* @__PURE__ */ new Set([
	"StreamsMerged",
	"StreamsUnmerged",
	"StreamSplit"
]);
/** Firearms that a history was ever merged with or split from, whether that still counts or not. */
const linkedFirearms = (events) => events.flatMap((event) => {
	if (!linking.has(event.type)) return [];
	const { survivorId, mergedId, fromId, intoId } = event.payload;
	return [
		survivorId,
		mergedId,
		fromId,
		intoId
	].filter((id) => id !== void 0);
});
/** All firearms linked with one another, or the ids that still have to be loaded. */
const familyOf = (id, own) => {
	const family = /* @__PURE__ */ new Map();
	const missing = /* @__PURE__ */ new Set();
	const queue = [id];
	for (let next = queue.pop(); next !== void 0; next = queue.pop()) {
		if (family.has(next) || missing.has(next)) continue;
		const events = own(next);
		if (events === void 0) missing.add(next);
		else {
			family.set(next, events);
			queue.push(...linkedFirearms(events));
		}
	}
	return {
		family,
		missing: [...missing]
	};
};
/** In the order of recording, across streams; what is not appended yet comes last. */
const inRecordedOrder = (a, b) => a.position !== void 0 && b.position !== void 0 ? a.position < b.position ? -1 : 1 : (a.position === void 0 ? 1 : 0) - (b.position === void 0 ? 1 : 0) || a.streamVersion - b.streamVersion;
/** Merges and splits that count, by the stream that leads: the survivor's, and the one that was split. */
const linksIn = (family) => {
	const annulled = annulledBy([...family.values()].flat());
	const survivorOf = /* @__PURE__ */ new Map();
	const assignedTo = /* @__PURE__ */ new Map();
	for (const [id, events] of family) for (const { type, payload, eventId } of events) {
		if (annulled.has(eventId)) continue;
		const { survivorId, mergedId, fromId, intoId, eventIds } = payload;
		if (type === "StreamsMerged" && survivorId === id) survivorOf.set(mergedId, id);
		if (type === "StreamsUnmerged" && survivorId === id) survivorOf.delete(mergedId);
		if (type === "StreamSplit" && fromId === id && intoId !== void 0) for (const moved of eventIds) assignedTo.set(moved, intoId);
	}
	return {
		survivorOf,
		assignedTo
	};
};
/** A record about a moved record goes with it. */
const withTheirRecords = (events, assigned) => {
	const all = new Map(assigned);
	for (const { eventId, payload } of events) {
		const { targetEventId, annulmentEventId } = payload;
		const to = all.get(targetEventId ?? annulmentEventId ?? "");
		if (to !== void 0 && !all.has(eventId)) all.set(eventId, to);
	}
	return all;
};
const rootOf = (id, survivorOf) => {
	const seen = /* @__PURE__ */ new Set();
	let root = id;
	for (let next = survivorOf.get(root); next !== void 0 && !seen.has(next); next = survivorOf.get(root)) {
		seen.add(root);
		root = next;
	}
	return root;
};
/**
* The history of one firearm as known at a moment (HC-13, HC-14). No event ever moves: a merge unites what two streams
* hold from its own recording on, a split assigns events by reference, and both end when they are undone or annulled.
* `streamVersion` counts the union, because the fold orders by it; the streams keep their own revisions.
*/
const unionOfStreams = (id, family, knownAt = Number.POSITIVE_INFINITY) => {
	const own = family.get(id) ?? [];
	if (family.size <= 1) return {
		id,
		events: own
	};
	const known = new Map([...family].map(([member, events]) => [member, events.filter((event) => event.recordedAt <= knownAt)]));
	const { survivorOf, assignedTo } = linksIn(known);
	if (survivorOf.size === 0 && assignedTo.size === 0) return {
		id,
		events: known.get(id) ?? []
	};
	const all = [...known.values()].flat().sort(inRecordedOrder);
	const assigned = withTheirRecords(all, assignedTo);
	const root = rootOf(id, survivorOf);
	const owner = new Map([...known].flatMap(([member, events]) => events.map(({ eventId }) => [eventId, member])));
	return {
		id: root,
		events: all.filter(({ eventId }) => rootOf(assigned.get(eventId) ?? owner.get(eventId) ?? "", survivorOf) === root).map((event, index) => ({
			...event,
			streamVersion: index + 1
		}))
	};
};

// domain/firearm/identityChanges.ts
/** Under which id the history of a firearm goes on. */
const continuesAs = (id, { around }) => {
	const { family } = familyOf(id, (each) => around.ownHistoryOf({
		kind: "firearm",
		id: each
	}));
	return unionOfStreams(id, family).id;
};
/** Whether two records can be merged: both known, different, and neither merged into another one. */
const mergeFault = ({ survivorId, mergedId }, context) => {
	if (survivorId === mergedId) return refusal("R71", "A firearm is not merged with itself.");
	for (const id of [survivorId, mergedId]) {
		if (context.around.ownHistoryOf({
			kind: "firearm",
			id
		})?.length === 0) return refusal("R00", "One of the firearms is not known.");
		if (continuesAs(id, context) !== id) return refusal("MERGED_INTO_ANOTHER", `${id} is merged already. Name ${continuesAs(id, context)}.`);
	}
};
/** The id of the firearm that a split makes: one a command, the same in all its halves. */
const newFirearmOf = (derive) => derive("W", "split");
/** Whether events can be assigned to another firearm: all are of this stream, not assigned yet, and not all it has. */
const splitFault = ({ fromId, eventIds }, { around }, pointer) => {
	const own = around.ownHistoryOf({
		kind: "firearm",
		id: fromId
	});
	if (own === void 0) return void 0;
	const { family } = familyOf(fromId, (each) => around.ownHistoryOf({
		kind: "firearm",
		id: each
	}));
	const still = new Set(unionOfStreams(fromId, family).events.map(({ eventId }) => eventId));
	const ids = new Set(own.map(({ eventId }) => eventId));
	const unknown = eventIds.filter((id) => !ids.has(id) || !still.has(id));
	if (unknown.length > 0) return refusal("R71", "Only events that this record holds can be assigned to another firearm.", {
		pointer,
		eventIds: unknown
	});
	return own.every(({ eventId, type }) => eventIds.includes(eventId) || type.startsWith("IdentityConflict")) ? refusal("R71", "Something must stay: a record that is another firearm whole is corrected, not split.", { pointer }) : void 0;
};

// domain/firearm/events/identityRecords.ts
const firearmRef = (meaning) => matching(idPattern.firearm, 28, meaning, "W-01J9ZK3C5E7G9JBMDPFRHTKVMX");
/** Firearms that may be one, or one record that may be of several (catalogue 5.7). */
const conflictStreams = list(firearmRef("firearm"), 1, 10, "firearms concerned");
const openedConflict = record({
	streams: conflictStreams,
	basis: oneOf([
		"SAME_IDENTITY",
		"SAME_MARKS",
		"MIXED_RECORDS",
		"ENDED_FIREARM_SEEN",
		"OTHER"
	], "what raised the doubt"),
	evidence: optional(docRef("evidence for the doubt"))
});
const resolvedConflict = record({
	streams: conflictStreams,
	evidence: docRef("evidence for the resolution, such as the report of the comparison"),
	resolution: oneOf([
		"SAME",
		"DIFFERENT",
		"UNDECIDABLE"
	], "one firearm, several, or not to be found out"),
	survivorId: optional(firearmRef("SAME: under which id the history goes on")),
	splitEventIds: optional(list(eventId("event of the other firearm"), 1, 500, "DIFFERENT: what belongs to another firearm")),
	newFirearmId: optional(firearmRef("DIFFERENT: the id of that other firearm; added"))
});
const mergedStreams = record({
	survivorId: firearmRef("under which id the history goes on"),
	mergedId: firearmRef("the record that is the same firearm"),
	evidence: docRef("evidence")
});
const splitStream = record({
	fromId: firearmRef("the record that mixed two firearms"),
	intoId: optional(firearmRef("the other firearm; added")),
	eventIds: list(eventId("event of the other firearm"), 1, 500, "what belongs to the other firearm"),
	evidence: docRef("evidence")
});

// domain/firearm/events/identityConflict.ts
const keyOf = (streams) => [...new Set(streams)].sort().join(" ");
/** The conflict on exactly these firearms that nobody has resolved since. */
const isOpen = (history, streams) => {
	return history.filter(({ type, payload }) => (type === "IdentityConflictOpened" || type === "IdentityConflictResolved") && keyOf(payload.streams) === keyOf(streams)).at(-1)?.type === "IdentityConflictOpened";
};
const others = (streams, id) => [...new Set(streams)].filter((each) => each !== id);
const half$1 = (id, type, payload) => ({
	stream: {
		kind: "firearm",
		id
	},
	type,
	payload
});
const checkStreams$1 = ({ payload, id, around }) => {
	const pointer = { pointer: "/payload/streams" };
	if (!payload.streams.includes(id)) return refusal("R71", "Name this firearm among the streams as well.", pointer);
	return others(payload.streams, id).some((each) => around.ownHistoryOf({
		kind: "firearm",
		id: each
	})?.length === 0) ? refusal("R00", "One of the firearms is not known.", pointer) : void 0;
};
/** HC-07, HC-13 to HC-15: a doubt is a task on every firearm concerned, and refuses nothing. */
const identityConflictOpened = defineEvent({
	type: "IdentityConflictOpened",
	schemaVersion: 1,
	meaning: "Records may be of the same firearm, or one record of several; somebody has to find out.",
	payload: openedConflict,
	recordedBy: [
		"CLK",
		"FFP",
		"SYS"
	],
	assertionKind: "ASSESSMENT",
	legalBasis: ["2021/555:4(5)(a)"],
	aboutRecord: true,
	looksAt: ({ streams }) => streams.map((id) => ({
		kind: "firearm",
		id
	})),
	check: (context) => checkStreams$1(context) ?? (isOpen(context.history, context.payload.streams) ? refusal("R19", "A conflict on these firearms is open already.") : void 0),
	spreads: ({ payload, id }) => others(payload.streams, id).map((each) => half$1(each, "IdentityConflictOpened", payload))
});
const identityConflictResolved = defineEvent({
	type: "IdentityConflictResolved",
	schemaVersion: 1,
	meaning: "It was found out whether the records are of one firearm.",
	payload: resolvedConflict,
	recordedBy: [
		"CLK",
		"FFP",
		"SYS"
	],
	assertionKind: "ASSESSMENT",
	legalBasis: ["2021/555:4(5)(a)"],
	aboutRecord: true,
	added: ["newFirearmId"],
	looksAt: ({ streams }) => streams.map((id) => ({
		kind: "firearm",
		id
	})),
	complete: ({ payload: { newFirearmId: _given, ...payload }, derive }) => payload.splitEventIds === void 0 ? payload : {
		...payload,
		newFirearmId: newFirearmOf(derive)
	},
	check: (context) => {
		const { payload, id, history } = context;
		const wrong = checkStreams$1(context);
		if (wrong !== void 0) return wrong;
		if (!isOpen(history, payload.streams)) return refusal("R71", "No conflict on exactly these firearms is open. Record IdentityConflictOpened.", { pointer: "/payload/streams" });
		const { resolution, survivorId, splitEventIds } = payload;
		if (resolution !== "SAME" && survivorId !== void 0) return refusal("R71", "Only SAME has a survivor.", { pointer: "/payload/survivorId" });
		if (resolution !== "DIFFERENT" && splitEventIds !== void 0) return refusal("R71", "Only DIFFERENT assigns events to another firearm.", { pointer: "/payload/splitEventIds" });
		if (resolution === "SAME") {
			const pointer = "/payload/survivorId";
			if (survivorId === void 0 || !payload.streams.includes(survivorId) || payload.streams.length < 2) return refusal("R71", "Name the survivor: one of at least two firearms of the conflict.", { pointer });
			for (const mergedId of others(payload.streams, survivorId)) {
				const fault = mergeFault({
					survivorId,
					mergedId
				}, context);
				if (fault !== void 0) return {
					...fault,
					pointer
				};
			}
		}
		const mixed = splitEventIds !== void 0 && history.some(({ eventId }) => splitEventIds.includes(eventId));
		return splitEventIds !== void 0 && (mixed || payload.streams.length === 1) ? splitFault({
			fromId: id,
			eventIds: splitEventIds
		}, context, "/payload/splitEventIds") : void 0;
	},
	spreads: ({ payload, id }) => {
		const { streams, evidence, survivorId, splitEventIds, newFirearmId } = payload;
		const merges = survivorId === void 0 ? [] : others(streams, survivorId).flatMap((mergedId) => {
			const merged = {
				survivorId,
				mergedId,
				evidence
			};
			return [half$1(survivorId, "StreamsMerged", merged), half$1(mergedId, "StreamsMerged", merged)];
		});
		const split = splitEventIds === void 0 || newFirearmId === void 0 ? [] : [id, newFirearmId].map((each) => half$1(each, "StreamSplit", {
			fromId: id,
			intoId: newFirearmId,
			eventIds: splitEventIds,
			evidence
		}));
		return [
			...others(streams, id).map((each) => half$1(each, "IdentityConflictResolved", payload)),
			...merges,
			...split
		];
	}
});

// domain/firearm/events/importMarkApplied.ts
const importMarkApplied = defineEvent({
	type: "ImportMarkApplied",
	schemaVersion: 1,
	meaning: "The mark of import (country, year) was applied.",
	payload: record({
		importCountry: country("country of import"),
		importYear: optional(integer(1900, 2200, "year of import, where possible", 2025)),
		location: oneOf(markLocations, "part that carries the mark"),
		importer: optional(text(120, "importer as marked", "Adria Arms")),
		raw: optional(text(120, "the mark as stamped", "ME 25"))
	}),
	recordedBy: [
		"DLR",
		"CUS",
		"CLK"
	],
	assertionKind: "FACT",
	legalBasis: ["UNFP:8(1)(b)", "ITI:8(b)"],
	check: ({ payload, state, metadata }) => {
		const paper = metadata.source.kind === "LEGACY_IMPORT" || metadata.source.kind === "PAPER";
		return state.importedOn === void 0 && !paper ? refusal("R17", "No import of this firearm is recorded. Record FirearmImported first.") : importMarkFault(state, payload);
	},
	apply: (state, { payload }) => ({
		...state,
		importMarkDue: false,
		importMark: {
			country: payload.importCountry,
			...payload.importYear === void 0 ? {} : { year: payload.importYear }
		}
	})
});

// domain/firearm/events/inheritanceOpened.ts
const inheritanceOpened = defineEvent({
	type: "InheritanceOpened",
	schemaVersion: 1,
	meaning: "The holder died; the executor, or the estate, answers for the firearm until it has a lawful holder.",
	payload: record({
		deceasedPartyId: partyId("who died"),
		executorId: optional(partyId("executor, once there is one")),
		dateOfDeath: date("day of death", "2026-02-10")
	}),
	recordedBy: [
		"CLK",
		"HLD",
		"JUD"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(c)"],
	parties: ({ executorId }) => [executorId],
	check: ({ payload, state, metadata }) => {
		const holder = state.holder?.party;
		if (!payload.deceasedPartyId.startsWith("P-")) return refusal("R17", "Only a natural person leaves an inheritance.", { pointer: "/payload/deceasedPartyId" });
		if (holder !== void 0 && !isAbsent(holder) && holder !== payload.deceasedPartyId) return refusal("R17", "The deceased is not the recorded holder. Clear up who held the firearm first.", { pointer: "/payload/deceasedPartyId" });
		return writtenMoment(metadata.effectiveAt).startsWith(payload.dateOfDeath) ? void 0 : refusal("R33", "An inheritance opens on the day of death. State that day as effectiveAt.", { pointer: "/effectiveAt" });
	},
	apply: (state, { payload, eventId }, before) => {
		const party = payload.executorId ?? payload.deceasedPartyId;
		return {
			...state,
			holder: {
				party,
				role: "ESTATE"
			},
			...before.custody === "HLD" ? { custodian: {
				party,
				purpose: "ESTATE",
				since: eventId
			} } : {},
			...state.custodyBeforeTemporary === "HLD" ? { custodyBeforeTemporary: "TMP" } : {},
			...state.custodyBeforeLoss === "HLD" ? { custodyBeforeLoss: "TMP" } : {},
			...state.custodyBeforeDispatch === "HLD" ? { custodyBeforeDispatch: "TMP" } : {}
		};
	}
});

// domain/firearm/events/legacyRecordDigitised.ts
const legacyRecordDigitised = defineEvent({
	type: "LegacyRecordDigitised",
	schemaVersion: 1,
	meaning: "A record of an older register was taken over, as it was written and as it was understood.",
	payload: record({
		identity,
		responsiblePartyId: partyRef("who answered for it by the old record"),
		partyRole,
		sourceRegister: text(64, "name of the old register", "DEALER-BOOKS-2017"),
		sourceRef: text(128, "page, line or number in it", "R000002"),
		scanSha256: sha256("SHA-256 of the scanned page or of the source record; of a record that names parties HMAC-SHA-256 under a secret of the ledger, because names could be tried against a plain one"),
		asWritten: verbatim(1e4, "the source record word for word: a JSON object of its columns, without those that may hold personal data", "{\"Make\":\"Crvena Zastava\",\"Model\":\"M57\"}"),
		confidence: list(record({
			field: text(60, "field", "make"),
			level: oneOf([
				"HIGH",
				"MEDIUM",
				"LOW"
			], "how sure the reading is")
		}, "", "FieldConfidence"), 0, 60, "confidence by field; a field not named is HIGH"),
		findings: optional(list(text(40, "code of a data-quality finding", "SERIAL_UNKNOWN"), 1, 20, "data-quality findings"))
	}),
	recordedBy: ["MIG", "CLK"],
	assertionKind: "ASSESSMENT",
	legalBasis: ["2021/555:4(5)", "PoA:II.9"],
	parties: (payload) => [payload.responsiblePartyId],
	receivedAs: (payload) => payload.partyRole,
	check: ({ payload, state }) => alertForbids(state) ?? bornInTradeFault(state, payload.partyRole),
	remains: (state, { payload, eventId }) => withMarks(state, identityMark(payload.identity, { absent: "UNKNOWN" }, eventId)),
	apply: (state, { payload, eventId }) => withMarks({
		...state,
		identity: payload.identity,
		registered: true,
		markState: state.markState === "UNMARKED" && typeof payload.identity.serialRaw === "string" ? "MARKED" : state.markState,
		holder: {
			party: payload.responsiblePartyId,
			role: payload.partyRole
		},
		findings: payload.findings ?? []
	}, identityMark(payload.identity, { absent: "UNKNOWN" }, eventId))
});

// domain/shared/legalHold.ts
const upTo = (field, meaning) => optional(list(field, 1, 1e3, meaning));
/** What both streams record that can hold a hold: the ledger's own, and that of one firearm (Dir. 4(5) subpara 4). */
const holdPlaced = record({
	scope: record({
		firearmIds: upTo(matching(idPattern.firearm, 28, "firearm", "W-01J9ZK3C5E7G9JBMDPFRHTKVMX"), "firearms"),
		componentIds: upTo(matching(idPattern.component, 28, "component", "T-01J9ZK3C5E7G9JBMDPFRHTKVMX"), "components"),
		partyIds: upTo(partyId("party"), "parties"),
		caseRefs: upTo(reference("case", "KU-77/26"), "cases")
	}, "what is held; in the stream of a firearm it is that firearm", "HoldScope"),
	ref: docRef("order of court or prosecutor, or decision of the data-protection officer"),
	reviewOn: optional(date("day on which somebody looks at it again; it ends only by being lifted", "2027-03-01"))
});
const holdLifted = record({
	holdEventId: eventId("the hold that ends"),
	ref: docRef("the decision")
});

// domain/firearm/events/legalHoldLifted.ts
const legalHoldLifted = defineEvent({
	type: "LegalHoldLifted",
	schemaVersion: 1,
	meaning: "The case needs the data no longer; retention decides again.",
	payload: holdLifted,
	recordedBy: ["JUD", "DPO"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)"],
	check: ({ payload, state }) => state.legalHolds.includes(payload.holdEventId) ? void 0 : refusal("R71", "No hold with this id is in force.", { pointer: "/payload/holdEventId" }),
	apply: (state, { payload }) => ({
		...state,
		legalHolds: state.legalHolds.filter((held) => held !== payload.holdEventId)
	})
});

// domain/firearm/events/legalHoldPlaced.ts
/** The half of a hold in the stream of a firearm that it names; of one firearm alone it is recorded here directly. */
const legalHoldPlaced = defineEvent({
	type: "LegalHoldPlaced",
	schemaVersion: 1,
	meaning: "Data must be kept for a case beyond the end of retention.",
	payload: holdPlaced,
	recordedBy: ["JUD", "DPO"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)"],
	check: ({ payload: { scope }, id }) => scope.firearmIds === void 0 || scope.firearmIds.includes(id) ? void 0 : refusal("R25", "The hold names other firearms. Record it with them, or with the ledger itself.", { pointer: "/payload/scope/firearmIds" }),
	apply: (state, { eventId, metadata }) => ({
		...state,
		legalHolds: [...state.legalHolds, metadata.causationId ?? eventId]
	})
});

// domain/firearm/events/lossReported.ts
const lossReported = defineEvent({
	type: "LossReported",
	schemaVersion: 1,
	meaning: "Somebody responsible reports the firearm lost.",
	payload: record({
		lostBetween: record({
			from: moment("last seen"),
			to: moment("missed")
		}, "when it was lost", "Period"),
		discoveredAt: moment("when the loss was noticed"),
		place: place("where it was lost"),
		circumstances: oneOf([
			"LOST",
			"FORCE_MAJEURE",
			"OTHER"
		], "how"),
		alertId
	}),
	recordedBy: [
		"HLD",
		"DLR",
		"POL",
		"CLK",
		"STO"
	],
	assertionKind: "ALLEGATION",
	legalBasis: ["2021/555:4(6)"],
	byHolder: true,
	added: ["alertId"],
	complete: withAlertId,
	spreads: reportSpreads("LOST"),
	apply: (state, event, before) => withAlert(state, "LOST", event, event.payload.lostBetween.from, before)
});

// domain/firearm/events/markFoundAltered.ts
const markFoundAltered = defineEvent({
	type: "MarkFoundAltered",
	schemaVersion: 1,
	meaning: "A mark was found obliterated, overstamped or forged, with what could be recovered of it.",
	payload: record({
		component: oneOf(markLocations, "part that carries the mark"),
		finding: oneOf([
			"OBLITERATED",
			"OVERSTAMPED",
			"FORGED"
		], "what was done to it"),
		recoveredChars: optional(text(40, "characters recovered; ? stands for one that could not be read", "12?45")),
		identityProof: optional(docRef("finding that proves which firearm this is"))
	}),
	recordedBy: [
		"POL",
		"LAB",
		"CLK"
	],
	assertionKind: "FACT",
	legalBasis: ["UNFP:5(1)(c)", "ITI:8(e)"],
	apply: (state, { payload, eventId }) => withMarks({
		...state,
		markState: "ALTERED",
		identityLink: payload.identityProof === void 0 ? "ASSESSMENT" : "PROVEN"
	}, payload.recoveredChars === void 0 ? [] : [{
		serialRaw: payload.recoveredChars,
		location: payload.component,
		origin: "RECOVERED",
		recordedBy: eventId,
		...payload.recoveredChars.includes("?") ? { partial: true } : {}
	}])
});

// domain/exchange/notice.ts
/** Channels of catalogue 5.4. */
const channels = [
	"SIS",
	"IARMS",
	"IMI",
	"SIENA"
];
/** A notice to other authorities, alike in every stream it belongs to; its text stays outside the log. */
const outboundNotice = record({
	channel: oneOf(channels, "through which system it went"),
	kind: oneOf([
		"ALERT",
		"DEFINITIVE",
		"MOVEMENT",
		"CONSENT",
		"REFUSAL",
		"TRACE"
	], "what it is about"),
	action: oneOf([
		"CREATE",
		"UPDATE",
		"DELETE"
	], "whether it enters, changes or deletes something there"),
	payloadSha256: sha256("SHA-256 of what was sent"),
	ref: reference("reference of the entry or message in that system", "SIS-2026-000118"),
	toStates: optional(list(country("State addressed"), 1, 40, "States addressed")),
	targetEventId: optional(eventId("the event that it tells of"))
});
const inboundNotice = record({
	channel: oneOf(channels, "through which system it came"),
	kind: oneOf([
		"HIT",
		"CONFIRMATION",
		"ALERT",
		"DEFINITIVE",
		"MOVEMENT",
		"CONSENT",
		"REFUSAL",
		"TRACE"
	], "what it is about"),
	payloadSha256: sha256("SHA-256 of what was received"),
	ref: reference("reference of the message in that system", "SIENA-2026-4711"),
	fromState: optional(country("State that sent it"))
});
/** Police as well: SIS, iARMS and SIENA are theirs. */
const notice = {
	schemaVersion: 1,
	recordedBy: [
		"SYS",
		"CLK",
		"POL"
	],
	assertionKind: "FACT"
};
/** What a notice is in every stream that it belongs to. */
const outboundNoticeEvent = {
	...notice,
	type: "OutboundNoticeSent",
	meaning: "Another authority was told: something was entered, changed or deleted in a shared system.",
	payload: outboundNotice
};
const inboundNoticeEvent = {
	...notice,
	type: "InboundNoticeReceived",
	meaning: "Another authority told something, such as a hit on an alert.",
	payload: inboundNotice
};

// domain/exchange/noticesDue.ts
/** The notice that an event calls for: of a definitive arrival (REQ-EXC-01), and of a dispatch at the latest when it leaves (REQ-EXC-02). */
const noticeFor = (event, policyAt) => {
	const { definitive } = event.payload;
	const kind = event.type === "FirearmDispatched" ? "MOVEMENT" : event.type === "FirearmArrivedAbroad" && definitive === true ? "DEFINITIVE" : void 0;
	if (kind === void 0) return void 0;
	const happened = boundsOf(event.metadata.effectiveAt, event.recordedAt).latest;
	const { definitiveTransfer, movement } = policyAt(happened).deadlines.notices;
	const period = durationOf(kind === "DEFINITIVE" ? definitiveTransfer : movement);
	return {
		targetEventId: event.eventId,
		kind,
		until: addDurationToInstant(happened, period)
	};
};

// domain/firearm/events/notices.ts
/** REQ-EXC-01, -02: what other States were told of a movement; later than its deadline it is flagged, never refused. */
const outboundNoticeSent = defineEvent({
	...outboundNoticeEvent,
	legalBasis: ["2021/555:18"],
	aboutRecord: true,
	check: ({ payload, history }) => payload.targetEventId === void 0 || history.some(({ eventId }) => eventId === payload.targetEventId) ? void 0 : refusal("R71", "No event with this id is recorded for this firearm.", { pointer: "/payload/targetEventId" }),
	flags: ({ payload, history, policyAt, effective }) => {
		const target = history.find(({ eventId }) => eventId === payload.targetEventId);
		const due = target === void 0 ? void 0 : noticeFor(target, policyAt);
		return due !== void 0 && effective.earliest > due.until ? ["NOTICE_LATE"] : [];
	}
});
const inboundNoticeReceived = defineEvent({
	...inboundNoticeEvent,
	legalBasis: ["2021/555:18"],
	aboutRecord: true
});

// domain/shared/erasure.ts
/** Whose key it was: a party, or a trace request, whose circumstances are sealed under a key of its own. */
const erasedSubject = (meaning) => matching("^[PFR]-[0-7][0-9A-HJKMNP-TV-Z]{25}$", 28, meaning, "P-01J9ZK3C5E7G9JBMDPFRHTKVMX");
/** What the stream of the person or trace request and those of the firearms linked to it record of an erasure (catalogue 5.7). */
const erasedData = record({
	subjectRefs: list(erasedSubject("party or trace request whose data was erased"), 1, 500, "whose data it was"),
	ruleId: reference("rule by which it was erased", "REQ-REC-11"),
	keyIds: list(reference("key destroyed", "K-1"), 0, 500, "keys destroyed"),
	runId: optional(eventId("the proposal of the run that erased it")),
	firearmIds: optional(list(firearmRef$2("firearm"), 0, 1e3, "firearms whose records named it, or that it named"))
});
/** What comes before it: the period to keep is over, by which rule, for whom (catalogue 5.7). */
const expiredRetention = record({
	subjectRefs: list(erasedSubject("party or trace request whose data need not be kept any more"), 1, 500, "whose data it is"),
	ruleId: reference("rule by which the period is over", "REQ-REC-08")
});

// domain/firearm/realErasure.ts
const sorted = (ids) => canonicalJson([...new Set(ids)].sort());
/** What the run recorded of a party or trace request, in its own stream. */
const erasureOf = (history, runId, ruleId) => history?.filter(({ type }) => type === "PersonalDataErased").map(({ payload }) => payload).find((erased) => erased.runId === runId && erased.ruleId === ruleId);
/**
* That data was erased is true where keys were destroyed, and only a run that two persons decided destroys them. Recorded
* here by itself, as for a firearm that turned out later to be the person's too, it names a completed run that erased
* everybody it names, with the keys of its protocol.
*/
const realErasureFault = ({ payload, around, now, asHalf }) => {
	if (asHalf) return void 0;
	const { subjectRefs, ruleId, keyIds, runId } = payload;
	if ((around.statesIn("system", "", {
		earliest: now,
		latest: now
	})?.[1].erasureRuns.find((each) => each.runId === runId))?.completedBy === void 0) return refusal("R25", "No completed run of erasure is named, so no key was destroyed. Propose a run; it records this for every firearm concerned.", { pointer: "/payload/runId" });
	const erased = subjectRefs.map((id) => erasureOf(around.historyOf({
		kind: id.startsWith("R-") ? "trace" : "party",
		id
	}), runId, ruleId));
	const other = erased.indexOf(void 0);
	if (other >= 0) return refusal("R25", "That run did not erase this party or trace request by this rule.", { pointer: `/payload/subjectRefs/${other}` });
	return sorted(erased.flatMap((each) => each?.keyIds ?? [])) === sorted(keyIds) ? void 0 : refusal("R25", "These are not the keys that the run destroyed. Take them from its protocol.", { pointer: "/payload/keyIds" });
};

// domain/time/easter.ts
const dateOf = (year, month, day) => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
/** Easter Sunday of the Western churches (Meeus, Astronomical Algorithms, chapter 8). */
const westernEaster = (year) => {
	const golden = year % 19;
	const century = Math.floor(year / 100);
	const inCentury = year % 100;
	const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
	const moon = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
	const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - inCentury % 4) % 7;
	const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
	const days = moon + weekday - 7 * late + 114;
	return dateOf(year, Math.floor(days / 31), days % 31 + 1);
};
/** Easter Sunday of the Orthodox churches: by the Julian calendar, told in the Gregorian (Meeus, chapter 8). */
const orthodoxEaster = (year) => {
	const moon = (19 * (year % 19) + 15) % 30;
	const days = moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114;
	const julian = dateOf(year, Math.floor(days / 31), days % 31 + 1);
	const century = Math.floor(year / 100);
	return addDays(julian, century - Math.floor(century / 4) - 2);
};

// domain/time/holidays.ts
/** A rule that says which days are public holidays. Feasts of the lunar calendar are announced, and stated as dates. */
const holidayRule = record({
	name: text(80, "what it is", "Labour Day"),
	on: oneOf([
		"DATE",
		"EVERY_YEAR",
		"WESTERN_EASTER",
		"ORTHODOX_EASTER"
	], "one date, the same day of every year, or so many days from Easter Sunday"),
	date: optional(date("the date, for DATE", "2027-03-10")),
	monthDay: optional(matching("^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$", 5, "month and day, for EVERY_YEAR; 02-29 is one in leap years only", "05-01")),
	daysFromEaster: optional(integer(-70, 70, "days from Easter Sunday: -2 is Good Friday", -2)),
	fromYear: optional(integer(1900, 2200, "first year in which it is one", 2007)),
	untilYear: optional(integer(1900, 2200, "last year in which it is one", 2030)),
	moves: optional(oneOf(["AFTER_SUNDAY", "AFTER_WEEKEND"], "the next working day is free as well where it falls on a Sunday, or on a Saturday or Sunday"))
}, "public holiday");
const noHolidays = { has: () => false };
/** Periods end in the time of the register, and no holiday of before is known. */
const firstHolidayYear = 1950;
const dayIn = (rule, year) => {
	if (year < (rule.fromYear ?? 1950) || year > (rule.untilYear ?? year)) return void 0;
	switch (rule.on) {
		case "DATE": return rule.date?.startsWith(`${year}-`) ? rule.date : void 0;
		case "EVERY_YEAR": {
			const day = `${year}-${rule.monthDay}`;
			return isCalendarDate(day) ? day : void 0;
		}
		case "WESTERN_EASTER": return addDays(westernEaster(year), rule.daysFromEaster ?? 0);
		case "ORTHODOX_EASTER": return addDays(orthodoxEaster(year), rule.daysFromEaster ?? 0);
		default: return assertNever(rule.on);
	}
};
const isSunday = (day) => isWeekend(day) && isWeekend(addDays(day, -1));
/** The first working day after a holiday; both may lie in a row of holidays. */
const substitute = (day, free) => {
	let next = addDays(day, 1);
	while (isWeekend(next) || free.has(next)) next = addDays(next, 1);
	return next;
};
const daysAround = (rules, year) => {
	const stated = [
		year - 1,
		year,
		year + 1
	].flatMap((each) => rules.flatMap((rule) => {
		const day = dayIn(rule, each);
		return day === void 0 ? [] : [{
			day,
			moves: rule.moves
		}];
	})).toSorted((a, b) => a.day < b.day ? -1 : 1);
	const free = new Set(stated.map(({ day }) => day));
	const moved = /* @__PURE__ */ new Set();
	for (const { day, moves } of stated) {
		if (!(moves === "AFTER_SUNDAY" ? isSunday(day) : moves === "AFTER_WEEKEND" ? isWeekend(day) : false) || moved.has(day)) continue;
		moved.add(day);
		free.add(substitute(day, free));
	}
	return free;
};
/** The public holidays that rules make, year by year as they are asked for. */
const holidaysOf = (rules) => {
	if (rules.length === 0) return noHolidays;
	const years = /* @__PURE__ */ new Map();
	return { has: (day) => {
		const year = Number(day.slice(0, 4));
		if (year < 1950) return false;
		const known = years.get(year) ?? daysAround(rules, year);
		years.set(year, known);
		return known.has(day);
	} };
};
/** The day itself where it is a working day, otherwise the next one (Reg. 1182/71 art. 3(4)). */
const workingDayFrom = (date, holidays) => {
	let day = date;
	while (isWeekend(day) || holidays.has(day)) day = addDays(day, 1);
	return day;
};

// domain/policy/terms.ts
/** Deadlines of the policy whose last day may move to a working day, by the names they have in a stored task. */
const deadlineTerms = [
	"inheritanceSettled",
	"disposalAfterWithdrawal",
	"importMark",
	"seizedUndecided",
	"arrivalAbroad",
	"temporaryImportExit",
	"transferConfirmation",
	"alertEntry",
	"alertDeletion",
	"traceAcknowledgement",
	"traceAnswer",
	"traceClarification",
	"traceReply",
	"flaggedReport",
	"stockDiscrepancy",
	"refusalDeletion",
	"subjectRequest",
	"notices.definitiveTransfer",
	"notices.movement",
	"notices.refusal"
];
/** The deadlines of the policy by name; what they are called in a stored task. */
const terms = [...deadlineTerms, "report.private"];

// domain/policy/workingDays.ts
/** Which days are no working days, and which deadlines heed that; the end of retention has a switch of its own. */
const workingDays = record({
	holidays: list(holidayRule, 0, 150, "public holidays beside Saturdays and Sundays"),
	movedDeadlines: list(oneOf(deadlineTerms, "deadline"), 0, deadlineTerms.length, "deadlines whose last day moves to the next working day (Reg. 1182/71 art. 3(4))")
}, "working days");
const calendars = /* @__PURE__ */ new WeakMap();
/** The public holidays of a policy. */
const holidaysIn = ({ workingDays: stated }) => {
	const known = calendars.get(stated) ?? holidaysOf(stated.holidays);
	calendars.set(stated, known);
	return known;
};
/**
* The public holidays as the policies have them, each day by the version that holds on it: a law of next year says which
* days of that year are free, also for a period that began before it.
*/
const holidaysBy = (policyAt) => ({ has: (day) => holidaysIn(policyAt(Date.parse(`${day}T12:00:00Z`))).has(day) });

// domain/system/state.ts
/** The holds that keep a firearm, component, party or case from erasure. */
const holdsOn = ({ holds }, subject) => holds.filter(({ scope }) => Object.values(scope).some((listed) => listed.includes(subject)));

// domain/time/clockStart.ts
/**
* The day from which the 30 years run, or undefined while no clock runs: destruction (Dir. 4(5)), and definitive export
* where national law says so. A return cancels the clock of export (HC-16); a destroyed firearm that turns up stops
* the clock until that is resolved (HC-15). Loss, theft and deactivation never start one (trap 4).
*/
const clockStart = (facts, policy) => {
	if (facts.turnedUp === true) return void 0;
	if (facts.destroyedOn !== void 0) return facts.destroyedOn;
	return policy.export.startsRetention && facts.returned !== true ? facts.exportedOn : void 0;
};

// domain/time/retention.ts
/** Dir. 4(5) subpara 2: records are kept so long after destruction of the firearm or component. */
const recordPeriod = durationOf("P30Y");
/**
* End of a period that runs from a day, by Reg. 1182/71 art. 3: that day does not count, and the period ends with
* the same date, or with the last day of the month where there is no such date. The shift only ever lengthens, so a
* shifted end is not earlier than either reading of art. 3(4) (REQ-REC-08).
*/
const endOfPeriod = (from, period, rules) => {
	const nominalEnd = addDuration(from, period);
	const lastDay = rules.workingDayShift ? workingDayFrom(nominalEnd, rules.holidays) : nominalEnd;
	return {
		nominalEnd,
		lastDay,
		erasableFrom: addDays(lastDay, 1)
	};
};
/** The instant from which erasure is lawful where the register is kept. */
const erasableAt = (end, zone) => startOfDate(end.erasableFrom, zone);

// domain/firearm/caseRefs.ts
/** The cases that records of a firearm or component name: a hold on one of them holds the records. */
const caseRefsIn = (events) => [...new Set(events.flatMap(({ payload }) => {
	const { caseRef } = payload;
	return typeof caseRef === "string" ? [caseRef] : [];
}))];

// domain/time/arising.ts
/**
* The moment at which a duty arose, whose policy says until when it is to be done: when it happened, and where that is
* not known to the day, the begin of the last possible day, from which its period runs.
*/
const aroseAt = (since, from, zone) => Math.max(since, startOfDate(from, zone));

// domain/time/eventDay.ts
/** The day of an event from which its deadlines run: where the day is not known exactly, the last possible one. */
const dayOf = ({ metadata: { effectiveAt }, recordedAt }) => {
	const recorded = new Date(recordedAt).toISOString().slice(0, 10);
	if (effectiveAt.precision === "UNKNOWN") return recorded;
	const day = lastDayOf(writtenMoment(effectiveAt));
	return effectiveAt.precision === "YEAR" || effectiveAt.precision === "MONTH" ? day < recorded ? day : recorded : day;
};

// domain/firearm/clockFacts.ts
const effective = ({ status }) => status === "EFFECTIVE";
const isExport = ({ event }) => event.type === "FirearmArrivedAbroad" && event.payload.definitive === true;
/** The clock that a history starts, or undefined while nothing was destroyed or left for good. */
const clockOfFirearm = ({ steps }) => {
	const counted = steps.filter(effective);
	const destroyed = counted.findLast(({ event }) => event.type === "FirearmDestroyed");
	if (destroyed !== void 0) {
		const last = counted.at(-1)?.state;
		const conflicts = new Set((last?.anomalies ?? []).filter((anomaly) => hasTurnedUp({ anomalies: [anomaly] })).map(({ eventId }) => eventId));
		const turnedUp = counted.find(({ event }) => conflicts.has(event.eventId));
		return {
			facts: {
				destroyedOn: destroyed.state.destroyedOn ?? dayOf(destroyed.event),
				...turnedUp === void 0 ? {} : { turnedUp: true }
			},
			startedBy: destroyed,
			...turnedUp === void 0 ? {} : { stoppedBy: turnedUp }
		};
	}
	const exported = counted.findLast(isExport);
	if (exported === void 0) return void 0;
	const returned = counted.slice(counted.indexOf(exported) + 1).find(({ state }) => state.custody !== "EXP");
	return {
		facts: {
			exportedOn: exported.state.exportedOn ?? dayOf(exported.event),
			...returned === void 0 ? {} : { returned: true }
		},
		startedBy: exported,
		...returned === void 0 ? {} : { stoppedBy: returned }
	};
};
/** When the clock began to run: the policy of that moment says how its end is counted. */
const clockAroseAt = ({ facts, startedBy: { bounds, event } }) => {
	const day = facts.destroyedOn ?? facts.exportedOn;
	return day === void 0 ? bounds.earliest : aroseAt(bounds.earliest, day, event.metadata.effectiveAt.zone);
};

// domain/firearm/retention.ts
/** Whether it turned up after its identity had ended, and that is not resolved: the clock stops (HC-15). */
const hasTurnedUp = ({ anomalies }) => anomalies.some(({ kind, status }) => kind === "IDENTITY_CONFLICT" && (status === "DST" || status === "DSM"));
/** Until when the records of the firearm are kept (REQ-REC-08); undefined while no clock runs. */
const firearmKeptUntil = (state, policy, holidays) => {
	const from = clockStart({
		...state.destroyedOn === void 0 ? {} : { destroyedOn: state.destroyedOn },
		...state.exportedOn === void 0 ? {} : { exportedOn: state.exportedOn },
		turnedUp: hasTurnedUp(state)
	}, policy);
	return from === void 0 ? void 0 : endOfPeriod(from, recordPeriod, {
		workingDayShift: policy.retention.workingDayShift,
		holidays
	});
};
/** The moment at which the clock began, whose policy says how it is counted. */
const clockBegin = (timeline, now) => {
	const clock = clockOfFirearm(timeline);
	return clock === void 0 ? now : clockAroseAt(clock);
};
/** Erasure waits for the end of the clock and for the last hold (Dir. 4(5) subpara 4; REQ-REC-11). */
const erasureFault = ({ payload, id, around, state, policyAt, timeline, history, now, metadata }) => {
	const system = around.statesIn("system", "", {
		earliest: now,
		latest: now
	})?.[1];
	if ([
		id,
		...payload.subjectRefs,
		...caseRefsIn(history)
	].some((subject) => system !== void 0 && holdsOn(system, subject).length > 0) || state.legalHolds.length > 0) return refusal("R25", "A legal hold is in force. It has to be lifted first (LegalHoldLifted).");
	if (state.custody === "DSM") return refusal("R25", "The firearm was dismantled: records go with the last of its surviving parts.");
	const end = firearmKeptUntil(state, policyAt(clockBegin(timeline, now)), holidaysBy(policyAt));
	if (end === void 0) return refusal("R25", "No retention clock runs for this firearm: its records are kept.");
	return now >= erasableAt(end, metadata.effectiveAt.zone) ? void 0 : refusal("R25", `The records are kept until ${end.lastDay}; they may be erased from ${end.erasableFrom}.`);
};

// domain/firearm/events/personalDataErased.ts
const personalDataErased = defineEvent({
	type: "PersonalDataErased",
	schemaVersion: 1,
	meaning: "Personal data linked to the firearm was erased: the period to keep it is over.",
	payload: erasedData,
	recordedBy: ["SYS", "DPO"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)", "GDPR:17"],
	check: (context) => erasureFault(context) ?? realErasureFault(context)
});

// domain/firearm/events/proofTested.ts
const proofTested = defineEvent({
	type: "ProofTested",
	schemaVersion: 1,
	meaning: "A proof house tested the firearm; one that failed may not be placed on the market.",
	payload: record({
		proofHouse: reference("proof house", "PH-1"),
		proofKind: oneOf([
			"DEFINITIVE",
			"VOLUNTARY",
			"REPROOF"
		], "kind of proof"),
		markCode: reference("code of the proof mark", "CIP-N"),
		date: date("day of the test", "2026-02-10"),
		passed: flag("whether it passed"),
		certificateNo: optional(reference("number of the proof certificate"))
	}),
	recordedBy: ["PRF"],
	assertionKind: "FACT",
	legalBasis: ["CIP:1969", "2021/555:16(2)"],
	check: ({ state }) => state.custody === "TMP" && state.custodian?.purpose !== "PROOF" ? refusal("R17", "The firearm is in temporary custody elsewhere. Record its custody for PROOF first.") : void 0,
	apply: (state, { payload }) => ({
		...state,
		marketBlocked: !payload.passed
	})
});

// domain/firearm/events/retentionExpired.ts
/** The period to keep is over and nothing holds the records (REQ-REC-11); what was personal in them is erased next. */
const retentionExpired = defineEvent({
	type: "RetentionExpired",
	schemaVersion: 1,
	meaning: "The period to keep the records of the firearm is over and no hold is in force.",
	payload: expiredRetention,
	recordedBy: ["SYS", "DPO"],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)"],
	check: erasureFault
});

// domain/firearm/events/streamLinks.ts
const half = (id, type, payload) => ({
	stream: {
		kind: "firearm",
		id
	},
	type,
	payload
});
const partners = ({ survivorId, mergedId }) => [survivorId, mergedId].map((id) => ({
	kind: "firearm",
	id
}));
const notNamed = () => refusal("R71", "This firearm is neither of the two.", { pointer: "/payload" });
/** HC-13: no event moves; from this knowledge on, reads of the survivor unite both histories. Reversible. */
const streamsMerged = defineEvent({
	type: "StreamsMerged",
	schemaVersion: 1,
	meaning: "Two records are of the same firearm; its history goes on under one id.",
	payload: mergedStreams,
	recordedBy: ["CLK", "FFP"],
	assertionKind: "ASSESSMENT",
	legalBasis: ["2021/555:4(5)(a)"],
	aboutRecord: true,
	looksAt: partners,
	check: (context) => context.payload.survivorId === context.id || context.payload.mergedId === context.id ? mergeFault(context.payload, context) : notNamed(),
	spreads: ({ payload, id }) => [half(id === payload.survivorId ? payload.mergedId : payload.survivorId, "StreamsMerged", payload)]
});
const streamsUnmerged = defineEvent({
	type: "StreamsUnmerged",
	schemaVersion: 1,
	meaning: "A merge was wrong: the records are of two firearms again.",
	payload: mergedStreams,
	recordedBy: ["CLK", "FFP"],
	assertionKind: "ASSESSMENT",
	legalBasis: ["2021/555:4(5)(a)"],
	aboutRecord: true,
	looksAt: partners,
	check: (context) => {
		const { survivorId, mergedId } = context.payload;
		if (survivorId !== context.id && mergedId !== context.id) return notNamed();
		return context.around.ownHistoryOf({
			kind: "firearm",
			id: survivorId
		})?.some(({ type, payload }) => type === "StreamsMerged" && payload.mergedId === mergedId) === true && continuesAs(mergedId, context) === continuesAs(survivorId, context) ? void 0 : refusal("R71", "These two firearms are not merged.", { pointer: "/payload/mergedId" });
	},
	spreads: ({ payload, id }) => [half(id === payload.survivorId ? payload.mergedId : payload.survivorId, "StreamsUnmerged", payload)]
});
/** HC-14: events of one record are assigned by reference to the firearm they are of. */
const streamSplit = defineEvent({
	type: "StreamSplit",
	schemaVersion: 1,
	meaning: "One record mixed two firearms; the events named are of the other one.",
	payload: splitStream,
	recordedBy: ["CLK", "FFP"],
	assertionKind: "ASSESSMENT",
	legalBasis: ["2021/555:4(5)(a)"],
	aboutRecord: true,
	mayBegin: true,
	added: ["intoId"],
	complete: ({ payload, derive }) => ({
		...payload,
		intoId: newFirearmOf(derive)
	}),
	check: (context) => {
		const { payload, id, around } = context;
		if (payload.fromId !== id && payload.intoId !== id) return notNamed();
		if (around.ownHistoryOf({
			kind: "firearm",
			id: payload.fromId
		})?.length === 0) return refusal("R00", "The firearm that is split is not known.", { pointer: "/payload/fromId" });
		return payload.fromId === id ? splitFault(payload, context, "/payload/eventIds") : void 0;
	},
	spreads: ({ payload, id }) => payload.intoId === void 0 || payload.fromId !== id ? [] : [half(payload.intoId, "StreamSplit", payload)]
});

// domain/firearm/events/temporaryCustodyEnded.ts
const temporaryCustodyEnded = defineEvent({
	type: "TemporaryCustodyEnded",
	schemaVersion: 1,
	meaning: "The firearm came back to its holder.",
	payload: record({
		returnedOn: date("day on which it came back", "2026-04-01"),
		condition: oneOf([
			"UNCHANGED",
			"REPAIRED",
			"MODIFIED",
			"DAMAGED",
			"INCOMPLETE"
		], "in which condition"),
		custodianId: optional(partyId("who had it, where he reports it"))
	}),
	recordedBy: [
		"DLR",
		"CLK",
		"HLD"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(c)"],
	parties: ({ custodianId }) => [custodianId],
	returnsTo: (state) => state.custodyBeforeTemporary,
	check: ({ payload, state }) => {
		if (state.custody !== "TMP") return void 0;
		if (state.custodyBeforeTemporary === void 0) return refusal("R17", "The firearm is with an estate: that ends by a transfer (endsTemporaryCustody), deactivation or surrender.");
		return payload.custodianId === void 0 || payload.custodianId === state.custodian?.party ? void 0 : refusal("NOT_YOUR_FIREARM", "The firearm is in the custody of another party.", { pointer: "/payload/custodianId" });
	},
	apply: (state, { eventId }) => {
		if (state.custody !== "TMP" || state.holder === void 0) return state;
		const { custodyBeforeTemporary, ...back } = state;
		return {
			...back,
			custodian: {
				party: state.holder.party,
				purpose: "ESTATE",
				since: eventId
			}
		};
	}
});

// domain/firearm/events/temporaryCustodyStarted.ts
/**
* Who borrows or hires a firearm possesses it (Dir. 9, 10), and who repairs it does so by his trade. He is not its
* acquirer, and what was lent is lent: without a right of his the register says so and the clerk looks into it.
*/
const custodianEntitled = (context) => {
	const { payload, state } = context;
	const capacities = payload.purpose === "REPAIR" ? ["TRADE"] : payload.purpose === "LOAN" || payload.purpose === "HIRE" ? ["HOLDER", "TRADE"] : [];
	return capacities.length === 0 || capacities.some((capacity) => !isRefused(receivingRight(context, {
		partyId: payload.custodianId,
		capacity,
		category: state.identity?.category,
		subcategory: state.identity?.subcategory
	})));
};
const temporaryCustodyStarted = defineEvent({
	type: "TemporaryCustodyStarted",
	schemaVersion: 1,
	meaning: "Somebody else has the firearm for a while; its holder goes on answering for it.",
	payload: record({
		custodianId: partyId("who has it"),
		purpose: oneOf([
			"LOAN",
			"STORAGE",
			"REPAIR",
			"PROOF",
			"EXHIBITION",
			"HIRE",
			"TRANSPORT"
		], "what for"),
		dueBack: optional(date("day on which it is due back", "2026-04-01"))
	}),
	recordedBy: [
		"DLR",
		"CLK",
		"HLD"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)(c)"],
	parties: ({ custodianId }) => [custodianId],
	looksAt: ({ custodianId }) => [{
		kind: "party",
		id: custodianId
	}],
	flags: (context) => isOldPaper(context.metadata) || custodianEntitled(context) ? [] : ["RECEIVER_NOT_ENTITLED"],
	check: ({ payload, state }) => {
		const open = openLossAlert(state);
		if (open !== void 0) return refusal(open.kind === "STOLEN" ? "R11" : "R10", "An alert is open for this firearm.", { eventIds: [open.openedBy] });
		return payload.custodianId === state.holder?.party ? refusal("R33", "The custodian is the holder himself.", { pointer: "/payload/custodianId" }) : void 0;
	},
	apply: (state, { payload, eventId }, before) => ({
		...state,
		custodyBeforeTemporary: before.custody,
		custodian: {
			party: payload.custodianId,
			purpose: payload.purpose,
			since: eventId
		}
	})
});

// domain/firearm/events/theftReported.ts
const theftReported = defineEvent({
	type: "TheftReported",
	schemaVersion: 1,
	meaning: "Somebody responsible reports the firearm stolen.",
	payload: record({
		stolenBetween: record({
			from: moment("last seen"),
			to: moment("missed")
		}, "when it was stolen", "Period"),
		discoveredAt: moment("when the theft was noticed"),
		place: place("where it was stolen"),
		policeRef: reference("reference of the police report", "KU-77/26"),
		alertId
	}),
	recordedBy: [
		"HLD",
		"DLR",
		"POL",
		"CLK",
		"STO"
	],
	assertionKind: "ALLEGATION",
	legalBasis: ["2021/555:4(6)"],
	byHolder: true,
	added: ["alertId"],
	complete: withAlertId,
	spreads: reportSpreads("STOLEN"),
	apply: (state, event, before) => withAlert(state, "STOLEN", event, event.payload.stolenBetween.from, before)
});

// domain/firearm/events/transferAnswer.ts
/** What both answers of the other side carry: which transfer, and what differs. */
const answer = record({
	targetEventId: eventId("the transfer that is answered"),
	differences: list(record({
		field: text(60, "field of the transfer", "effectiveAt"),
		reported: text(200, "as reported", "2025-03-01"),
		own: text(200, "as this side has it", "2025-03-02")
	}, "", "Difference"), 0, 20, "what the two sides state differently")
});
/** Whether a dealer or private holder is neither supplier nor acquirer, as the record names them now. */
const isThirdParty = ({ role, organisationId }, transfer, { around, now }) => {
	if (role !== "DLR" && role !== "HLD") return false;
	const { supplierId, acquirerId } = transfer;
	if (supplierId === organisationId || acquirerId === organisationId) return false;
	const same = samePartyIn(around, now);
	return ![supplierId, acquirerId].some((party) => typeof party === "string" && same(party, organisationId));
};
/**
* Only the other side or an authority answers a transfer. One that the state of today forbids (HC-09) is for
* clerk or police alone: the two parties to it may be the ones who launder a stolen firearm.
*/
const checkAnswer = ({ payload, history, timeline, metadata, around, now }) => {
	const target = history.find((event) => event.eventId === payload.targetEventId);
	if (target === void 0 || target.type !== "FirearmTransferred") return refusal("R71", "No transfer with this id is recorded for this firearm.", { pointer: "/payload/targetEventId" });
	const authority = metadata.recordedBy.role === "CLK" || metadata.recordedBy.role === "POL";
	if (!authority && guardDispute(target.metadata) !== void 0) return refusal("ROLE_MAY_NOT_RECORD", "This transfer is with the competent authority for decision.");
	if (!authority && target.metadata.recordedBy.organisationId === metadata.recordedBy.organisationId) return refusal("NOT_YOUR_FIREARM", "You reported this transfer yourself: the other side confirms or disputes it.");
	return isThirdParty(metadata.recordedBy, timeline.knowledge.corrected(target).payload, {
		around,
		now
	}) ? refusal("NOT_YOUR_FIREARM", "Only the two parties to a transfer or an authority answer it.") : void 0;
};

// domain/firearm/events/transferConfirmed.ts
const transferConfirmed = defineEvent({
	type: "TransferConfirmed",
	schemaVersion: 1,
	meaning: "The other side, or the authority that decided a dispute, confirms a transfer.",
	payload: answer,
	recordedBy: [
		"DLR",
		"HLD",
		"STO",
		"CLK",
		"POL"
	],
	assertionKind: "FACT",
	legalBasis: ["2021/555:4(5)"],
	aboutRecord: true,
	check: checkAnswer
});

// domain/firearm/events/transferDisputed.ts
const transferDisputed = defineEvent({
	type: "TransferDisputed",
	schemaVersion: 1,
	meaning: "The other side states that the transfer did not happen, or not so.",
	payload: answer,
	recordedBy: [
		"DLR",
		"HLD",
		"STO",
		"CLK",
		"POL"
	],
	assertionKind: "ALLEGATION",
	legalBasis: ["2021/555:4(5)"],
	aboutRecord: true,
	check: checkAnswer
});

// domain/firearm/events/transitObserved.ts
const crossing = (meaning) => record({
	at: moment(meaning, "2026-03-01"),
	office: text(120, "customs office", "Debeli Brijeg")
}, meaning);
const transitObserved = defineEvent({
	type: "TransitObserved",
	schemaVersion: 1,
	meaning: "Customs saw the firearm pass through the territory; recorded where a trace needs it.",
	payload: record({
		marksSeen: list(markSeen, 0, 20, "marks as seen"),
		licenceNo: reference("licence under which it passes", "EXP-2026-0042"),
		entry: crossing("where and when it came in"),
		exit: optional(crossing("where and when it went out")),
		fromCountry: optional(country("where it came from")),
		toCountry: optional(country("where it goes")),
		identityAsSeen: optional(identity)
	}),
	recordedBy: ["CUS"],
	assertionKind: "FACT",
	legalBasis: ["UNFP:10", "258/2012"],
	physical: true,
	apply: (state, { payload, eventId }) => withMarks({
		...state,
		...state.identity === void 0 && payload.identityAsSeen !== void 0 ? { identity: payload.identityAsSeen } : {}
	}, seenMarks(payload.marksSeen, eventId))
});

// domain/firearm/catalogue.ts
/**
* The events of the firearm stream and the transition table of catalogue 6.1, side by side: adding an event is one
* file in `events/` and one line here. Cells: a custody state, `=` unchanged, `Rnn` refusal, `PARTY` TRD, HLD or STK
* by the receiving party, `BACK` to the state before the report, `IC` accepted with an identity conflict, `+F`
* accepted with an anomaly. Rows below the rule have no row of their own in the catalogue's table.
*/
const firearmCatalogue = [
	[firearmManufactured, "MFD   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01"],
	[firearmMarked, "R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16"],
	[firearmRemarked, "R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16"],
	[firearmRegistered, "PARTY TRD   R01   R01   R01   R01   R01   R01   R01   PARTY R13   R01   R01   R15   R16"],
	[firearmImported, "PARTY R06   R06   R06   R06   R06   R06   IC    IC    R06   R06   R06   PARTY IC    IC"],
	[firearmTransferred, "R00   R03   PARTY PARTY PARTY R08   R09   R10   R11   R12   R13   PARTY R14   R15   R16"],
	[temporaryCustodyStarted, "R00   R03   TMP   TMP   TMP   R08   R09   R10   R11   R12   R13   R12   R14   R15   R16"],
	[temporaryCustodyEnded, "R00   R17   R17   R17   R17   BACK  R17   R10   R11   R17   R13   R17   R17   R15   R16"],
	[firearmDispatched, "R00   R03   TRN   TRN   TRN   TRN   R09   R10   R11   R12   R13   TRN   R14   R15   R16"],
	[firearmArrivedAbroad, "R00   R18   R18   R18   R18   R18   EXP   EXP+F EXP+F R18   R18   R18   R19   R15   R16"],
	[lossReported, "R00   LST   LST   LST   LST   LST   LST   R19   R20   LST   LST   LST   =     R15   IC"],
	[theftReported, "R00   STL   STL   STL   STL   STL   STL   STL   R19   STL   STL   STL   =     R15   IC"],
	[alertWithdrawn, "R00   R21   R21   R21   R21   R21   R21   BACK  BACK  =     =     =     =     R21   R21"],
	[firearmFound, "AUT   AUT   AUT+F AUT+F AUT+F AUT+F AUT+F AUT   AUT   R19   R22   R19   AUT+F IC    IC"],
	[firearmSurrendered, "AUT   R03   AUT   AUT   AUT   AUT   R09   AUT   AUT   R19   R22   R19   AUT+F IC    IC"],
	[firearmSeized, "SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   R22   SZD   SZD+F IC    IC"],
	[firearmReleased, "R00   R17   R17   R17   R17   R17   R17   R10   R11   PARTY PARTY R12   R17   R15   R16"],
	[firearmForfeited, "R00   R17   R17   R17   R17   R17   R17   R10   R11   FRF   FRF   R19   R17   R15   R16"],
	[ballisticTestFired, "R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16"],
	[ballisticImageFiled, "R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16"],
	[deactivationPerformed, "R00   R03   =     =     =     =     R09   R10   R11   R12   R23   =     R14   R15   R16"],
	[deactivationCertified, "R00   R03   =     =     =     =     R09   R10   R11   =     R23   =     R14   R15   R16"],
	[firearmDestroyed, "R00   DST   DST   R24   DST   R08   R09   R10   R11   R12   R23   DST   R14   R15   R16"],
	[personalDataErased, "R00   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   =     =     ="],
	[componentFitted, "R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16"],
	[componentRemoved, "R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16"],
	[firearmModified, "R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16"],
	[firearmRecategorised, "R00   =     =     =     =     =     =     =     =     =     =     =     =     R15   R16"],
	[firearmDismantled, "R00   =     DSM   DSM   DSM   R08   R09   R10   R11   R12   R23   DSM   R14   R15   R16"],
	[componentReplaced, "R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16"],
	[importMarkApplied, "R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16"],
	[firearmPlacedOnMarket, "R00   R03   =     =     =     =     R09   R10   R11   R12   R13   R12   R14   R15   R16"],
	[legacyRecordDigitised, "PARTY TRD   R01   R01   R01   R01   R01   R01   R01   PARTY R13   R01   R01   R15   R16"],
	[transferConfirmed, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[transferDisputed, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[alertDischarged, "R00   R21   R21   R21   R21   R21   R21   R17   R17   =     =     =     =     R21   R21"],
	[proofTested, "R00   =     =     R17   =     =     R09   R10   R11   R12   R13   R12   R14   R15   R16"],
	[markFoundAltered, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[inheritanceOpened, "R00   R03   R17   TMP   R17   =     =     =     =     =     =     R17   =     R15   R16"],
	[dispatchAborted, "R00   R17   R17   R17   R17   R17   BACK  R10   R11   R17   R13   R17   R17   R15   R16"],
	[transitObserved, "EXP   =+F   =+F   =+F   =+F   =+F   =     =+F   =+F   =+F   =+F   =+F   =     IC    IC"],
	[evidenceCustodyMoved, "R00   R17   R17   R17   R17   R17   R09   R10   R11   =     =     R17   R14   R15   R16"],
	[ballisticHitReported, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[crimeGunRecovered, "R00   =     =     =     =     =     =     =     =     =     =     =     =     IC    IC"],
	[deactivationRejected, "R00   R03   =     =     =     =     =     =     =     =     =     =     =     R15   R16"],
	[deactivationRevoked, "R00   R03   =     =     =     =     =     =     =     =     =     =     =     R15   R16"],
	[legalHoldPlaced, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[legalHoldLifted, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[retentionExpired, "R00   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   =     =     ="],
	[outboundNoticeSent, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[inboundNoticeReceived, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[disclosureRecorded, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[recipientInformed, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[identityConflictOpened, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[identityConflictResolved, "R00  =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[streamsMerged, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[streamsUnmerged, "R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	[streamSplit, "=     =     =     =     =     =     =     =     =     =     =     =     =     =     ="],
	...recordRows(custodies)
];

// domain/firearm/inCustody.ts
/** Custody states in which nobody else has the firearm in hand, so that what an overlay left behind is over. */
const settled = /* @__PURE__ */ new Set([
	"MFD",
	"TRD",
	"HLD",
	"STK",
	"FRF",
	"EXP",
	"DSM",
	"DST"
]);
const holdsOverlay = (state) => state.exportedOn !== void 0 || state.custodian !== void 0 || state.custodyBeforeTemporary !== void 0 || state.custodyBeforeDispatch !== void 0 || state.dispatchLicenceId !== void 0;
/** The state with another custody: possession by others ends with it, and so does what was known of an export. */
const inCustody = (state, custody) => {
	if (custody === state.custody) return state;
	if (!holdsOverlay(state)) return {
		...state,
		custody
	};
	const { exportedOn, ...inside } = state;
	const moved = state.custody === "EXP" ? inside : state;
	if (!settled.has(custody)) return {
		...moved,
		custody
	};
	const { custodian, custodyBeforeTemporary, custodyBeforeDispatch, dispatchLicenceId, ...kept } = moved;
	return {
		...kept,
		custody
	};
};

// domain/firearm/kind.ts
const custodyOfRole = {
	TRADE: "TRD",
	HOLDER: "HLD",
	STATE: "STK"
};
/** The life of one firearm (catalogue 5.1 to 5.7, table 6.1). */
const firearmKind = createStreamKind({
	name: "firearm",
	plural: "firearms",
	idPattern: idPattern.firearm,
	prefixFor: () => "W",
	statuses: custodies,
	initial: newFirearm,
	statusOf: (state) => state.custody,
	withStatus: (state, custody) => inCustody(state, custody),
	catalogue: firearmCatalogue,
	rules: {
		PARTY: (definition, payload) => custodyOfRole[definition.receivedAs?.(payload) ?? "HOLDER"],
		BACK: (definition, _payload, state) => definition.returnsTo?.(state) ?? state.custody
	},
	responsible: (state) => state.holder?.party,
	because: (state) => state.alerts.slice(0, 1).map((alert) => alert.openedBy),
	consequences: alertConsequences,
	onRefusal: attemptNotice,
	answers: confirmationsOf("FirearmTransferred")
});

// domain/firearm/tracing/diversion.ts
const boundaryOf = ({ event, bounds }) => ({
	bounds,
	time: event.metadata.effectiveAt
});
const stated = (moment, { event }) => {
	const time = readEffectiveTime(moment, event.metadata.effectiveAt.zone) ?? event.metadata.effectiveAt;
	return {
		time,
		bounds: boundsOf(time, event.recordedAt)
	};
};
/** Whether the one from whom it was seized is somebody else than its recorded holder. */
const fromAnother = (step, before) => {
	const from = step.event.payload.fromParty;
	const holder = before?.holder?.party;
	return typeof from === "string" && typeof holder === "string" && from !== holder;
};
/** Where an event shows that the chain had turned illicit: what kind, and between when and when. */
const shownBy = (step, previous) => {
	const { event } = step;
	const found = {
		...previous === void 0 ? {} : { from: boundaryOf(previous) },
		to: boundaryOf(step)
	};
	switch (event.type) {
		case "TheftReported": {
			const { from, to } = event.payload.stolenBetween;
			return {
				kind: "THEFT",
				from: stated(from, step),
				to: stated(to, step)
			};
		}
		case "LossReported": {
			const { from, to } = event.payload.lostBetween;
			return {
				kind: "LOSS",
				from: stated(from, step),
				to: stated(to, step)
			};
		}
		case "FirearmTransferred": return event.metadata.disputes?.includes("SUPPLIER_MISMATCH") === true ? {
			kind: "UNREPORTED_TRANSFER",
			...found
		} : void 0;
		case "FirearmFound":
			if (previous === void 0 || previous.state.custody === "NEW") return {
				kind: "UNLAWFUL_ORIGIN",
				...found
			};
			return {
				kind: "UNEXPLAINED_PLACE",
				...found
			};
		case "FirearmSeized":
			if (previous === void 0 || previous.state.custody === "NEW") return {
				kind: "UNLAWFUL_ORIGIN",
				...found
			};
			return fromAnother(step, previous.state) || previous.state.custody === "EXP" ? {
				kind: "UNREPORTED_TRANSFER",
				...found
			} : void 0;
		default: return;
	}
};
const lawful = /* @__PURE__ */ new Set([
	"MFD",
	"TRD",
	"HLD",
	"STK",
	"TMP",
	"TRN"
]);
/** Decisions of an authority by which a firearm is lawfully held again. */
const cures = /* @__PURE__ */ new Set([
	"FirearmReleased",
	"AlertWithdrawn",
	"FirearmForfeited"
]);
/**
* Point of diversion and last legal holder (users-and-jobs section 1): the earliest valid time at which the chain turns
* illicit. A firearm that an authority gave back turned lawful again; what then happens to it counts anew. Undefined
* while nothing illicit is recorded.
*/
const pointOfDiversion = (timeline) => {
	let diversion;
	let previous;
	let legal;
	for (const step of timeline.steps) {
		if (step.status !== "EFFECTIVE") continue;
		if (cures.has(step.event.type)) diversion = void 0;
		if (diversion === void 0) {
			const shown = shownBy(step, previous);
			if (shown !== void 0) diversion = {
				...shown,
				basis: basisOf(step.event),
				...legal === void 0 ? {} : { lastLegalHolder: legal }
			};
			else if (lawful.has(step.state.custody)) legal = step.state.holder;
		}
		previous = step;
	}
	return diversion;
};
/** Responsible party of the last holder interval before the first illicit event; today's while there is none. */
const lastLegalHolder = (timeline) => {
	const diversion = pointOfDiversion(timeline);
	if (diversion !== void 0) return diversion.lastLegalHolder;
	return timeline.steps.filter(({ status, state }) => status === "EFFECTIVE" && lawful.has(state.custody)).at(-1)?.state.holder;
};

// domain/firearm/tracing/retailPurchaser.ts
const origins = /* @__PURE__ */ new Set(["FirearmManufactured", "FirearmImported"]);
/** The step is a sale from the trade to somebody who is neither trade nor State. */
const isRetail = ({ event, state }, before) => event.type === "FirearmTransferred" && state.holder?.role === "HOLDER" && (before?.holder?.role === "TRADE" || event.payload.transferKind === "DEALER_TO_PERSON");
/** The other side says that the sale did not happen, and nobody has decided yet. */
const isDisputed = (timeline, { event }) => timeline.knowledge.confirmation(event.eventId) === "DISPUTED";
/**
* First retail purchaser (users-and-jobs section 1): acquirer of the earliest transfer that counts from the trade to a
* party that is neither trade nor State, after manufacture or import. Annulled transfers are not in the timeline;
* one that the other side disputes is passed over until it is decided. An old register may lack the origin: then the
* earliest one recorded is given.
*/
const firstRetailPurchaser = (timeline) => {
	const steps = timeline.steps.filter(({ status }) => status === "EFFECTIVE");
	const origin = steps.findIndex(({ event }) => origins.has(event.type));
	const step = steps[steps.findIndex((step, at) => at > origin && isRetail(step, steps[at - 1]?.state) && !isDisputed(timeline, step))];
	if (step?.state.holder === void 0) return void 0;
	const { supplierId } = step.event.payload;
	const confirmation = timeline.knowledge.confirmation(step.event.eventId);
	return {
		purchaser: step.state.holder.party,
		seller: supplierId,
		on: {
			bounds: step.bounds,
			time: step.event.metadata.effectiveAt
		},
		basis: basisOf(step.event),
		...confirmation === void 0 ? {} : { confirmation }
	};
};

// domain/firearm/tracing/days.ts
/** Local days of a boundary; with no date at all it happened at some time up to its recording. */
const daysOf$1 = ({ time, bounds }) => time.precision === "UNKNOWN" ? { last: new Date(bounds.latest).toISOString().slice(0, 10) } : {
	first: firstDayOf(time.value),
	last: lastDayOf(time.value)
};
const wholeDays = (from, to) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 864e5);

// domain/firearm/tracing/timeToCrime.ts
const rangeOf = (sold, recoveredOn, countedFrom) => {
	const least = wholeDays(sold.last, recoveredOn);
	const most = sold.first === void 0 ? void 0 : wholeDays(sold.first, recoveredOn);
	const flag = least > 0 ? void 0 : most !== void 0 && most <= 0 ? "NOT_POSITIVE" : "POSSIBLY_NOT_POSITIVE";
	return {
		least,
		...most === void 0 ? {} : { most },
		...flag === void 0 ? {} : { flag },
		countedFrom
	};
};
/** The last transfer that counts and contradicts nobody, placed before the recovery in the history. */
const lastLegalTransfer = (timeline, before) => timeline.steps.slice(0, before).filter(({ event, status }) => status === "EFFECTIVE" && event.type === "FirearmTransferred" && event.metadata.disputes === void 0 && timeline.knowledge.confirmation(event.eventId) !== "DISPUTED").at(-1);
/**
* Time-to-crime for each recovery in crime (users-and-jobs section 1): whole days from the first retail transfer, and
* from the last legal transfer, to the day of recovery.
*/
const timesToCrime = (timeline) => {
	const retail = firstRetailPurchaser(timeline);
	return timeline.steps.flatMap(({ event, status }, index) => {
		if (event.type !== "CrimeGunRecovered" || status !== "EFFECTIVE") return [];
		const recoveredOn = event.payload.recoveryDate;
		const last = lastLegalTransfer(timeline, index);
		return [{
			recovery: basisOf(event),
			recoveredOn,
			...retail === void 0 ? {} : { fromFirstRetail: rangeOf(daysOf$1(retail.on), recoveredOn, retail.basis) },
			...last === void 0 ? {} : { fromLastLegalTransfer: rangeOf(daysOf$1({
				bounds: last.bounds,
				time: last.event.metadata.effectiveAt
			}), recoveredOn, basisOf(last.event)) }
		}];
	});
};

// domain/firearm/tracing/facts.ts
const tracingFacts = (timeline) => {
	const firstRetail = firstRetailPurchaser(timeline);
	const legal = lastLegalHolder(timeline);
	const diversion = pointOfDiversion(timeline);
	return {
		...firstRetail === void 0 ? {} : { firstRetail },
		...legal === void 0 ? {} : { lastLegalHolder: legal },
		...diversion === void 0 ? {} : { diversion },
		timesToCrime: timesToCrime(timeline)
	};
};

// domain/firearm/firearmStatement.ts
/** A firearm has that many primary parts in its life at most; it also ends a circle that no record should make. */
const linksMax = 20;
const foldedUntil = (own, id, { validAt, knownAt }) => {
	const { family, missing } = familyOf(id, own);
	const [firearmId] = missing;
	if (firearmId !== void 0) return import_Either.left({
		kind: "MISSING",
		firearmId
	});
	const union = unionOfStreams(id, family, knownAt);
	if (union.id !== id) return import_Either.left({
		kind: "MERGED",
		into: union.id
	});
	const known = union.events.filter(({ recordedAt }) => recordedAt <= knownAt);
	if (known.length === 0) return import_Either.left({ kind: "UNKNOWN" });
	const timeline = timelineOf(firearmKind.fold, known);
	const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
	return import_Either.right({
		...timeline,
		steps
	});
};
/**
* The chain of custody of one firearm with what is read off it, as `GET /v1/firearms/{id}/chain` answers it. Pure: whoever
* has the events comes to the same statement.
*/
const firearmStatement = (own, id, asOf) => {
	const until = foldedUntil(own, id, asOf);
	if (import_Either.isLeft(until)) return until;
	const { predecessorId, successorId } = stateAt(until.right, asOf.validAt);
	const predecessors = [];
	let next = predecessorId;
	while (next !== void 0 && predecessors.length < linksMax) {
		const folded = foldedUntil(own, next, asOf);
		if (import_Either.isLeft(folded)) return folded;
		predecessors.push({
			firearmId: next,
			...chainStatement(custodyChain(folded.right))
		});
		next = stateAt(folded.right, asOf.validAt).predecessorId;
	}
	return import_Either.right({
		firearmId: id,
		validAt: iso(asOf.validAt),
		knownAt: iso(asOf.knownAt),
		streamVersion: (own(id) ?? []).filter(({ recordedAt }) => recordedAt <= asOf.knownAt).length,
		...chainStatement(custodyChain(until.right)),
		facts: tracingStatement(tracingFacts(until.right)),
		predecessors,
		successorId: successorId ?? null,
		...unsettledStatement(until.right)
	});
};

// domain/shared/safeText.ts
/**
* Whether PostgreSQL can store the text unchanged: no U+0000 (refused by the server) and no lone surrogates
* (replaced by U+FFFD without an error, which would silently change evidence).
*/
const isStorableText = (text) => text.isWellFormed() && !text.includes("\0");
/** ASCII words with single blanks between them: what most one-line fields hold is seen to be tidy in one look. */
const plainWords = /^[!-~]+(?: [!-~]+)*$/;
/** Stricter rule for one-line fields (catalogue 3.1, identification 6.2): no control characters, no outer or double blanks. */
const isTidyLine = (text) => plainWords.test(text) || isStorableText(text) && !/[\p{Cc}\u2028\u2029\u00a0\u202f]/u.test(text) && !/^ | $| {2}/.test(text);

// domain/shared/faultsOf.ts
const none = [];
const fault = (message) => [{
	pointer: "",
	message
}];
const within = (name, faults) => faults.map(({ pointer, message }) => ({
	pointer: `/${name}${pointer}`,
	message
}));
/** A check that knows one message; the message is made once, so that a valid value costs no allocation. */
const must = (holds, message) => {
	const failed = fault(message);
	return (value) => holds(value) ? none : failed;
};
/** Length in characters, as JSON Schema counts (2020-12, 6.3.1): a pair of surrogates is one. */
const charactersOf = (text) => {
	let count = 0;
	for (const _ of text) count += 1;
	return count;
};
const ofLength = (value, min, max) => {
	if (typeof value !== "string") return false;
	const units = value.length;
	if (units >= 2 * min && units <= max) return true;
	if (units < min || units > 2 * max) return false;
	const characters = charactersOf(value);
	return characters >= min && characters <= max;
};
const longestMoment = 40;
const longestJson = 1e4;
const unstorableEscape = /\\u(0000|d[89a-f])/i;
const jsonText = (value) => {
	try {
		return JSON.stringify(value);
	} catch {
		return;
	}
};
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Counted, not listed: each coded value of each event is asked. */
const hasOneMember = (value) => {
	let count = 0;
	for (const name in value) if (Object.hasOwn(value, name)) count += 1;
	return count === 1;
};
const recordFaults = (fields, form) => {
	const names = new Set(Object.keys(fields));
	const members = Object.entries(fields).map(([name, field]) => ({
		name,
		faults: faultsOf(field, form)
	}));
	const notAnObject = fault("must be an object");
	return (value) => {
		if (!isObject(value)) return notAnObject;
		let found = none;
		for (const { name, faults } of members) {
			const inner = faults(value[name]);
			if (inner.length > 0) found = [...found, ...within(name, inner)];
		}
		for (const name in value) if (!names.has(name)) found = [...found, ...within(name, fault("is not a member of this record"))];
		return found;
	};
};
const listFaults = (of, min, max, form) => {
	const faults = faultsOf(of, form);
	const wrongLength = fault(`must be a list of ${min} to ${max} items`);
	return (value) => {
		if (!Array.isArray(value) || value.length < min || value.length > max) return wrongLength;
		let found = none;
		for (let index = 0; index < value.length; index += 1) {
			const inner = faults(value[index]);
			if (inner.length > 0) found = [...found, ...within(index, inner)];
		}
		return found;
	};
};
const vaultRef = new RegExp(idPattern.vault);
const sealedFaults = must((value) => isObject(value) && Object.keys(value).length === 2 && ofLength(value["vaultRef"], 1, 28) && vaultRef.test(value["vaultRef"]) && ofLength(value["commitment"], 64, 64) && /^[0-9a-f]{64}$/.test(value["commitment"]), "must be a reference into the vault with its commitment");
/**
* Compiles the description of a value into a check. It accepts exactly what the schema of the HTTP edge accepts (a
* property proves it) for a tenth of its time: every event passes it when it is written and each time it is read.
* Total: any value gives faults or none.
*/
const faultsOf = (field, form) => {
	switch (field.kind) {
		case "text": {
			const { min, max, pattern } = field;
			if (pattern === void 0) return must((value) => ofLength(value, min, max) && isTidyLine(value), `must be one line of ${min} to ${max} characters without control characters, outer or double blanks`);
			const expression = new RegExp(pattern);
			return must((value) => ofLength(value, 0, max) && expression.test(value), `must be text of at most ${max} characters that matches ${pattern}`);
		}
		case "freeText": {
			const { max } = field;
			return must((value) => ofLength(value, 1, max) && isStorableText(value), `must be well-formed text of 1 to ${max} characters`);
		}
		case "integer": {
			const { min, max } = field;
			return must((value) => Number.isSafeInteger(value) && value >= min && value <= max, `must be an integer from ${min} to ${max}`);
		}
		case "decimal": {
			const { min, max, places } = field;
			const factor = 10 ** places;
			return must((value) => typeof value === "number" && value >= min && value <= max && Math.abs(Math.round(value * factor) - value * factor) < 1e-6, `must be a number from ${min} to ${max} of at most ${places} decimals`);
		}
		case "boolean": return must((value) => typeof value === "boolean", "must be true or false");
		case "date": return must((value) => typeof value === "string" && precisionOf(value) === "DAY", "must be an existing date YYYY-MM-DD");
		case "moment": return must((value) => ofLength(value, 1, longestMoment) && precisionOf(value) !== void 0, "must be an existing date: YYYY, YYYY-MM, YYYY-MM-DD or a date-time with offset");
		case "oneOf": {
			const values = new Set(field.values);
			return must((value) => values.has(value), `must be one of ${field.values.join(", ")}`);
		}
		case "json": return must((value) => {
			const text = jsonText(value);
			if (text === void 0 || text.length > longestJson) return false;
			return isStorableText(text) && !unstorableEscape.test(text);
		}, `must be well-formed JSON of at most ${longestJson} characters`);
		case "coded": {
			const codes = new Set(field.codes);
			const stated = faultsOf(field.of, form);
			const absent = fault(`must be a value or {"absent": one of ${field.codes.join(", ")}}`);
			const namesAbsence = (value) => isObject(value) && codes.has(value["absent"]) && hasOneMember(value);
			return (value) => {
				if (namesAbsence(value)) return none;
				const found = stated(value);
				return found.length > 0 && isObject(value) && "absent" in value ? absent : found;
			};
		}
		case "list": return listFaults(field.of, field.min, field.max, form);
		case "optional": {
			const stated = faultsOf(field.of, form);
			return (value) => value === void 0 ? none : stated(value);
		}
		case "record": return recordFaults(field.fields, form);
		case "personal": return form === "GIVEN" ? faultsOf(field.of, form) : sealedFaults;
		default: return assertNever(field);
	}
};

// domain/trace/snapshot.ts
/** A chain of custody as an answer tells it: parties by their ids. */
const snapshotOf = ({ intervals }) => intervals.map(({ from, to, custody, holder, basis }) => ({
	from: writtenMoment(from.time),
	...to === void 0 ? {} : { to: writtenMoment(to.time) },
	custody,
	...holder === void 0 ? {} : {
		party: holder.party,
		role: holder.role
	},
	basisEventId: basis.eventId
}));

// domain/integrity/verify/statement.ts
const prefix = "firearm-";
const compiled = /* @__PURE__ */ new Map();
/** Whether a payload is one that the rules of this type of event can be applied to. */
const isReadable = ({ envelope: { type, schemaVersion }, payload }) => {
	const definition = firearmKind.definitionOf(type);
	if (definition === void 0 || definition.schemaVersion !== schemaVersion) return false;
	const faults = compiled.get(type) ?? faultsOf(definition.payload, "STORED");
	compiled.set(type, faults);
	return faults(payload).length === 0;
};
const hasTime = (metadata) => {
	const time = metadata["effectiveAt"];
	if (!isObject$1(time) || typeof time["zone"] !== "string" || !isZone(time["zone"])) return false;
	const { precision, value } = time;
	return precision === "UNKNOWN" ? value === void 0 : typeof value === "string" && precisionOf(value) === precision;
};
/** An event as the rules of the ledger see it; undefined where this verifier does not know its form. */
const recorded = (event) => {
	const { envelope, index, payload } = event;
	if (!hasTime(envelope.metadata) || !isReadable(event)) return void 0;
	return {
		eventId: envelope.eventId,
		type: envelope.type,
		schemaVersion: envelope.schemaVersion,
		streamId: envelope.stream,
		streamVersion: envelope.revision + 1,
		position: BigInt(index) + 1n,
		recordedAt: envelope.recordedAt,
		metadata: envelope.metadata,
		payload
	};
};
/** JSON pointer of the first place where two values differ; undefined where they are equal. */
const firstDifference = (one, other, pointer = "") => {
	if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return Object.is(one, other) ? void 0 : pointer;
	if (Array.isArray(one) !== Array.isArray(other)) return pointer;
	const [left, right] = [one, other];
	for (const name of /* @__PURE__ */ new Set([...Object.keys(left), ...Object.keys(right)])) {
		const at = `${pointer}/${name}`;
		if (!Object.hasOwn(left, name) || !Object.hasOwn(right, name)) return at;
		const inner = firstDifference(left[name], right[name], at);
		if (inner !== void 0) return inner;
	}
};
const notCheckable = (findings, message, at = { part: "STATEMENT" }) => findings.fault("STATEMENT", "STATEMENT_NOT_CHECKABLE", message, at);
/** Own events of the firearms in the file; undefined where one of them cannot be read. */
const ownEvents = (proved, findings) => {
	const streams = /* @__PURE__ */ new Map();
	for (const event of proved) {
		const { stream } = event.envelope;
		if (!stream.startsWith(prefix)) continue;
		if (event.payload === void 0 && findings.hasFailed("PAYLOADS")) {
			findings.notDone("STATEMENT", "It cannot be computed anew from contents that are faulty.");
			return;
		}
		const read = event.payload === void 0 ? void 0 : recorded(event);
		if (read === void 0) {
			const { type, schemaVersion, revision } = event.envelope;
			const place = {
				part: "EVENT",
				event: event.at,
				leafIndex: event.index,
				stream,
				revision
			};
			const why = event.payload === void 0 ? "its payload is not shown" : `this verifier does not know ${type} in version ${schemaVersion}, or not as it stands there`;
			notCheckable(findings, `${named(place)}: ${why}, so the statement cannot be computed from it.`, place);
			return;
		}
		const own = streams.get(stream);
		if (own === void 0) streams.set(stream, [read]);
		else own.push(read);
	}
	return (firearmId) => streams.get(`${prefix}${firearmId}`);
};
const checkFirearm = ({ subject, statement }, own, findings) => {
	if (subject.kind !== "FIREARM") return void 0;
	const asOf = {
		validAt: Date.parse(subject.validAt),
		knownAt: Date.parse(subject.knownAt)
	};
	const made = firearmStatement(own, subject.firearmId, asOf);
	if (import_Either.isLeft(made)) {
		notCheckable(findings, made.left.kind === "MISSING" ? `The events of ${made.left.firearmId}, on which the statement rests, are not in the file.` : made.left.kind === "MERGED" ? `The record goes on under ${made.left.into}; nothing is to be stated of this one.` : "No event is proved from which anything could be stated.");
		return;
	}
	const computed = JSON.parse(canonicalJson(made.right));
	const pointer = firstDifference(computed, statement);
	if (pointer === void 0) {
		findings.done("STATEMENT", `The chain of custody, computed anew from the proved events as of ${subject.validAt}, known at ${subject.knownAt}, is the stated one.`);
		return computed;
	}
	findings.fault("STATEMENT", "STATEMENT_DIFFERS", `The stated chain of custody differs at ${pointer} from the one that the proved events give.`, {
		part: "STATEMENT",
		pointer
	});
};
/** The chain that each answer of a trace holds, against the events that were recorded before the answer. */
const checkAnswers = (proved, own, findings) => {
	let compared = 0;
	for (const event of proved) {
		const { envelope, payload } = event;
		if (envelope.type !== "TraceAnswered" || !isObject$1(payload) || !hasTime(envelope.metadata)) continue;
		const { firearmId, chainSnapshot, asOf } = payload;
		const events = typeof firearmId === "string" ? own(firearmId) : void 0;
		if (events === void 0 || chainSnapshot === void 0 || !isObject$1(asOf)) continue;
		const zone = envelope.metadata["effectiveAt"].zone;
		const until = (written) => {
			const time = typeof written === "string" ? readEffectiveTime(written, zone) : void 0;
			return time === void 0 ? envelope.recordedAt : Math.min(boundsOf(time, envelope.recordedAt).latest, envelope.recordedAt);
		};
		const before = events.filter(({ position }) => position !== void 0 && position <= BigInt(event.index));
		const validAt = until(asOf["valid"]);
		const timeline = timelineOf(firearmKind.fold, before, until(asOf["known"]));
		const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
		const made = JSON.parse(canonicalJson(snapshotOf(custodyChain({
			...timeline,
			steps
		}))));
		const pointer = firstDifference(made, chainSnapshot);
		compared += 1;
		if (pointer === void 0) continue;
		const place = {
			part: "EVENT",
			event: event.at,
			leafIndex: event.index,
			pointer: `/chainSnapshot${pointer}`
		};
		findings.fault("STATEMENT", "STATEMENT_DIFFERS", `${named(place)}: the chain in the answer differs at ${pointer} from the one that the events recorded before it give.`, place);
	}
	if (compared > 0) findings.done("STATEMENT", `${compared} answers hold the chain that the events recorded before them give.`);
	else findings.notDone("STATEMENT", "The events on which the answers rest are not in the file, so their chains were not computed anew.");
};
/**
* Whether what the ledger stated follows from the events, by the ledger's own rules. Answers the statement when it does.
*/
const checkStatement = (bundle, proved, findings) => {
	const { kind } = bundle.subject;
	if (kind !== "FIREARM" && bundle.statement !== null) {
		notCheckable(findings, "The file states something that a file of its kind does not.");
		return;
	}
	if (kind !== "FIREARM" && kind !== "TRACE") return void 0;
	try {
		const own = ownEvents(proved, findings);
		if (own === void 0) return void 0;
		if (kind === "FIREARM") return checkFirearm(bundle, own, findings);
		checkAnswers(proved, own, findings);
	} catch {
		notCheckable(findings, "The rules of the ledger cannot be applied to these events.");
	}
};

// domain/integrity/verify/streams.ts
const placeOf = ({ at, index, envelope: { stream, revision } }) => ({
	part: "EVENT",
	event: at,
	leafIndex: index,
	stream,
	revision
});
/** The stream that has to be there, and whether another one may stand beside it. */
const expected = (subject) => {
	switch (subject.kind) {
		case "FIREARM": return {
			stream: `firearm-${subject.firearmId}`,
			beside: /^firearm-/
		};
		case "STREAM": return {
			stream: subject.stream,
			beside: void 0
		};
		case "TRACE": return {
			stream: subject.stream,
			beside: /^firearm-/
		};
		case "EVENTS":
		case "LOG": return;
	}
};
/** One stream: revisions without a gap, each event linked to the one before it, time that never runs back. */
const checkStream = (events, fromStart, findings) => {
	let before;
	for (const event of events) {
		const place = placeOf(event);
		const { envelope } = event;
		const wanted = before === void 0 ? fromStart ? 0 : envelope.revision : before.envelope.revision + 1;
		if (envelope.revision < wanted) findings.fault("STREAMS", "EVENT_INSERTED", `${named(place)}: the log holds a revision ${envelope.revision} of this stream a second time, or later than one that follows it.`, place);
		else if (envelope.revision > wanted && fromStart) findings.fault("STREAMS", "EVENT_REMOVED", `${named(place)}: before it, ${envelope.revision - wanted} of the events of its stream are missing or could not be proved, from revision ${wanted} on.`, {
			...place,
			revision: wanted
		});
		else if (before !== void 0 && envelope.revision === wanted && envelope.previous !== before.leaf) findings.fault("STREAMS", "STREAM_REWRITTEN", `${named(place)}: it follows another event than the one that the log holds as revision ${before.envelope.revision}.`, place);
		if (before !== void 0 && envelope.recordedAt < before.envelope.recordedAt) findings.fault("STREAMS", "TIME_RUNS_BACK", `${named(place)}: it says that it was recorded before the event that it follows.`, place);
		before = event;
	}
};
/** Order of the events, and of which streams nothing is missing before their last event. */
const checkStreams = ({ subject, events }, proved, findings) => {
	if (events.length === 0 && subject.kind === "LOG") return;
	for (let at = 1; at < events.length; at += 1) {
		const [one, other] = [events[at - 1]?.index ?? 0, events[at]?.index ?? 0];
		if (other <= one) findings.fault("STREAMS", other === one ? "EVENT_INSERTED" : "EVENTS_REORDERED", `Event ${at} of the file is of leaf ${other} of the log and stands behind one of leaf ${one}: ${other === one ? "one of them was inserted" : "they are not in the order of recording"}.`, {
			part: "EVENT",
			event: at,
			leafIndex: other
		});
	}
	const streams = /* @__PURE__ */ new Map();
	const ids = /* @__PURE__ */ new Map();
	const wanted = expected(subject);
	for (const event of proved) {
		const { stream, eventId, recordedAt } = event.envelope;
		const own = streams.get(stream);
		if (own === void 0) streams.set(stream, [event]);
		else own.push(event);
		const place = placeOf(event);
		if (ids.has(eventId)) findings.fault("STREAMS", "EVENT_INSERTED", `${named(place)}: its id is that of another event of the file.`, place);
		ids.set(eventId, event);
		if (wanted !== void 0 && stream !== wanted.stream && wanted.beside?.test(stream) !== true) findings.fault("STREAMS", "EVENT_INSERTED", `${named(place)}: its stream is none of those that the file is about.`, place);
		if ("knownAt" in subject && recordedAt > Date.parse(subject.knownAt)) findings.fault("STREAMS", "EVENT_INSERTED", `${named(place)}: it was recorded after ${subject.knownAt}, up to which the file goes.`, place);
	}
	if (subject.kind === "LOG" && events.length > 0) findings.fault("STREAMS", "EVENT_INSERTED", "A file about two checkpoints holds events.", {
		part: "EVENT",
		event: 0
	});
	if (wanted !== void 0 && !streams.has(wanted.stream)) findings.fault("STREAMS", "EVENT_REMOVED", `No event of ${wanted.stream} is proved, which the file is about.`, {
		part: "EVENT",
		stream: wanted.stream,
		revision: 0
	});
	for (const own of streams.values()) checkStream(own, wanted !== void 0, findings);
	findings.done("STREAMS", wanted === void 0 ? "The events are in the order of recording. They are a selection: nothing is said of events that are not in the file." : `Nothing is missing before the last event shown: ${[...streams].map(([stream, own]) => `${stream} has the ${own.length} events from its first on`).join("; ")}. Whether further events follow, this file does not show.`);
};

// domain/integrity/verify/timestamp.ts
const contains = (bytes, wanted) => {
	for (let at = 0; at + wanted.length <= bytes.length; at += 1) if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
	return false;
};
/** An OCTET STRING of 32 bytes, as the imprint of a time-stamp token is written. */
const imprintHeader = [4, 32];
const nothing = /* @__PURE__ */ new Uint8Array(0);
const bytesOf$1 = (decoded) => import_Option.isSome(decoded) ? decoded.value : nothing;
/**
* Whether a time stamp is over a checkpoint of this log that the bundle's own continues; `stamped` is that checkpoint, if
* its signature held. Who signed the token is not checked here: that takes the certificates of the authority, and OpenSSL
* does it.
*/
const checkTimestamp = (sha256, timestamp, stamped, checkpoint, findings) => {
	const at = { part: "TIMESTAMP" };
	const imprint = new Uint8Array([...imprintHeader, ...sha256(utf8(timestamp.note))]);
	if (!contains(bytesOf$1(fromBase64(timestamp.token)), imprint)) findings.fault("TIMESTAMP", "TIMESTAMP_OF_OTHER_BYTES", "The time stamp is not over the note that stands beside it, so it says nothing of this log.", at);
	const proof = timestamp.proof.map((hash) => bytesOf$1(fromBase64(hash)));
	if (stamped === void 0 || stamped.origin !== checkpoint.origin || !isConsistent(sha256, stamped, checkpoint, proof)) findings.fault("TIMESTAMP", "TIMESTAMP_OF_OTHER_BYTES", "The time stamp is over a note that is no checkpoint of this log, or one that this log does not continue.", at);
	findings.done("TIMESTAMP", `The time stamp is over a checkpoint of this log with ${stamped?.size ?? 0} events: those existed by then. Who issued it, and when, was not checked here: use openssl ts -verify, as the file explains.`);
};

// domain/integrity/verify/verifyBundle.ts
/** Note for a report whose keys nobody but the file vouches for. */
const ownKeysOnly = "Only keys that the file itself names were used. Whoever made a false file could name false keys: repeat this with a key or policy that you got from somebody else.";
/**
* Verifies a proof bundle. Total: any bytes give a verdict. It looks at everything that can be looked at, so that a fault
* in one place does not hide another.
*/
const verifyBundle = async (verifying, bytes, options = {}) => {
	const { sha256 } = verifying;
	const findings = createFindings();
	const bundle = readBundle(sha256, bytes, findings);
	if (bundle === void 0) return findings.verdict();
	findings.done("FILE", "The file is whole and written in the one way in which such a file is written.");
	const trust = trustOf(sha256, options, utf8(bundle.policy), findings);
	if (trust?.fromFile === true) findings.note(ownKeysOnly);
	const checkpoint = trust === void 0 ? void 0 : await checkedCheckpoint(verifying, bundle.checkpoint, trust.policy, findings);
	if (trust !== void 0 && options.oldCheckpoint !== void 0) {
		const old = await checkedOldCheckpoint(verifying, options.oldCheckpoint, trust.policy, findings);
		if (old !== void 0 && checkpoint !== void 0) checkConsistency(sha256, old, checkpoint, bundle.consistency, findings);
	} else findings.notDone("CONSISTENCY", "You brought no older checkpoint, so it was not checked that the log continues the one that you knew.");
	const proved = checkEvents(sha256, bundle, checkpoint, findings);
	checkStreams(bundle, proved, findings);
	const statement = checkStatement(bundle, proved, findings);
	if (bundle.timestamp === null) findings.notDone("TIMESTAMP", "The file holds no time stamp of an independent authority.");
	else if (checkpoint !== void 0 && trust !== void 0) checkTimestamp(sha256, bundle.timestamp, await acceptedCheckpoint(verifying, bundle.timestamp.note, trust.policy), checkpoint, findings);
	const { subject } = bundle;
	return findings.verdict({
		subject,
		...statement === void 0 ? {} : { statement },
		...checkpoint === void 0 ? {} : { checkpoint: {
			origin: checkpoint.origin,
			size: checkpoint.size,
			root: toBase64(checkpoint.root)
		} }
	});
};

// domain/integrity/tlogProof.ts
const tlogProofHeader = "c2sp.org/tlog-proof@v1";
const tlogProofText = ({ extra, index, hashes, checkpoint }) => [
	tlogProofHeader,
	...extra === void 0 ? [] : [`extra ${toBase64(extra)}`],
	`index ${index}`,
	...hashes.map(toBase64),
	"",
	checkpoint
].join("\n");

// api/verifier/nodeHashing.ts
/**
* In one call where Node has it (from 20.12 on), and taken as text, one character a byte: both are much faster for short
* texts than an object and a buffer for each.
*/
const textOf = typeof crypto.hash === "function" ? (algorithm, bytes, form) => crypto.hash(algorithm, bytes, form) : (algorithm, bytes, form) => crypto.createHash(algorithm).update(bytes).digest(form);
const digest = (algorithm) => (bytes) => {
	const text = textOf(algorithm, bytes, "binary");
	const hash = new Uint8Array(text.length);
	for (let at = 0; at < hash.length; at += 1) hash[at] = text.charCodeAt(at);
	return hash;
};
const nodeHashing = {
	sha256: digest("sha256"),
	sha512: digest("sha512"),
	sha256Hex: (bytes) => textOf("sha256", bytes, "hex")
};
const nodeVerifyEd25519 = (publicKey, message, signature) => {
	if (publicKey.length !== 32 || signature.length !== 64) return false;
	try {
		const x = Buffer.from(publicKey).toString("base64url");
		const key = crypto.createPublicKey({
			key: {
				kty: "OKP",
				crv: "Ed25519",
				x
			},
			format: "jwk"
		});
		return crypto.verify(null, message, key, signature);
	} catch {
		return false;
	}
};

// api/verifier/extract.ts
const bytesOf = (decoded) => decoded._tag === "Some" ? decoded.value : /* @__PURE__ */ new Uint8Array(0);
/** Writes the parts of a bundle as files that other tools read. */
const extractBundle = (bundle, folder) => {
	mkdirSync(folder, { recursive: true });
	const written = [];
	const write = (name, content) => {
		writeFileSync(join(folder, name), content);
		written.push(name);
	};
	write("checkpoint", bundle.checkpoint);
	write("policy", bundle.policy);
	if (bundle.timestamp !== null) {
		write("stamped", bundle.timestamp.note);
		write("stamp.tsr", bytesOf(fromBase64(bundle.timestamp.token)));
	}
	for (const { index, envelope, envelopeSalt, inclusion, payload } of bundle.events) {
		write(`${index}.tlog-proof`, tlogProofText({
			index,
			hashes: inclusion.map((hash) => bytesOf(fromBase64(hash))),
			checkpoint: bundle.checkpoint
		}));
		write(`${index}.entry`, entryOf(nodeHashing.sha256, bytesOf(fromHex(envelopeSalt)), envelope));
		write(`${index}.envelope.json`, envelope);
		if (payload !== null) write(`${index}.payload.json`, payload);
	}
	return written;
};

// api/verifier/options.ts
const usage = `Verifies what a firearms register says it recorded, without the register and without a network.

  node ledger-verify.mjs BUNDLE            a proof bundle (.ledger-proof.json)
  node ledger-verify.mjs --log FILE        a whole log, as "ledger export-log" writes it

  --key VKEY             key of the log (name+id+base64) that you got from somebody else than the file; may be repeated
  --policy FILE          policy (c2sp.org/tlog-policy): which log, which witnesses, how many of them
  --old-checkpoint FILE  checkpoint that you kept: the log must continue it; may be repeated with --log
  --extract FOLDER       write checkpoint, entries and .tlog-proof files of a bundle there, for other tools
  --json                 print the verdict as JSON
  --threads NUMBER       threads that read a whole log (default: as many as the machine has, at most 8)

Without --key and --policy only the keys in the file itself can be used: then anybody could have made the file.
Exit codes: 0 verified, 1 faults were found, 2 the file cannot be read or wrong use.
`;
/** The options, or the sentence that says what is wrong with them. */
const readOptions = (args) => {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				key: {
					type: "string",
					multiple: true
				},
				policy: { type: "string" },
				"old-checkpoint": {
					type: "string",
					multiple: true
				},
				log: { type: "string" },
				extract: { type: "string" },
				json: { type: "boolean" },
				threads: { type: "string" },
				help: {
					type: "boolean",
					short: "h"
				}
			}
		});
		if (values.help === true) return "HELP";
		const checkpointFiles = values["old-checkpoint"] ?? [];
		const wholeLog = values.log !== void 0;
		const [file = values.log, ...more] = positionals;
		const threads = values.threads === void 0 ? void 0 : Number(values.threads);
		if (file === void 0) return { wrong: "Name the file to verify." };
		if (more.length > 0 || wholeLog && positionals.length > 0) return { wrong: "Name one file only." };
		if (!wholeLog && checkpointFiles.length > 1) return { wrong: "A bundle is compared with one older checkpoint." };
		if (wholeLog && values.extract !== void 0) return { wrong: "Only a bundle can be extracted." };
		if (threads !== void 0 && !(Number.isInteger(threads) && threads >= 1 && threads <= 64)) return { wrong: "--threads is a whole number from 1 to 64." };
		return {
			file,
			wholeLog,
			keys: values.key ?? [],
			policyFile: values.policy,
			checkpointFiles,
			extractTo: values.extract,
			json: values.json === true,
			threads
		};
	} catch (error) {
		return { wrong: error instanceof Error ? error.message : "Wrong use." };
	}
};

// domain/integrity/export/eventParts.ts
const createEventParts = () => ({
	index: 0,
	leafBegin: 0,
	idEnd: 0,
	metadataBegin: 0,
	metadataEnd: 0,
	payloadBegin: 0,
	payloadEnd: 0,
	previousBegin: 0,
	recordedAt: 0,
	revision: 0,
	schemaVersion: 0,
	streamBegin: 0,
	streamEnd: 0,
	typeBegin: 0,
	typeEnd: 0,
	digestBegin: 0,
	digestNext: 0,
	keyBegin: 0,
	keyNext: 0,
	saltBegin: 0,
	saltEnd: 0
});
const lineBegin = utf8("{\"eventId\":\"");
const [afterId, afterIndex, afterLeaf] = [
	utf8("\",\"index\":"),
	utf8(",\"leaf\":\""),
	utf8("\",\"metadata\":")
];
const beforePayload = utf8("\"payload\":");
const [digestName, keyName] = [utf8("\"commandDigest\":\""), utf8("\"idempotencyKey\":\"")];
/** What stands before the event's salt. */
const saltMember = utf8("\"salt\":\"");
const [beforePrevious, beforePreviousHash] = [utf8(",\"previous\":null"), utf8(",\"previous\":\"")];
const [beforeTime, beforeRevision] = [utf8(",\"recordedAt\":\""), utf8("\",\"revision\":")];
const [beforeVersion, beforeStream] = [utf8(",\"schemaVersion\":"), utf8(",\"stream\":\"")];
const [beforeType, lineEnd] = [utf8("\",\"type\":\""), utf8("\"}")];
const [quote, backslash, comma, brace, space, zero, nine] = [
	34,
	92,
	44,
	123,
	32,
	48,
	57
];
const hashDigits = 64;
const timeDigits = 24;
/** Numbers of more digits are none of a log. */
const digitsMost = 15;
const standsAt = (bytes, at, text) => {
	for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false;
	return true;
};
const endsAt = (bytes, end, text) => standsAt(bytes, end - text.length, text);
const isDigit = (byte) => byte !== void 0 && byte >= zero && byte <= nine;
/** A whole number as JSON writes it, -1 for any other digits. */
const numberIn = (bytes, begin, end) => {
	if (end === begin || end - begin > digitsMost || bytes[begin] === zero && end - begin > 1) return -1;
	let value = 0;
	for (let at = begin; at < end; at += 1) value = value * 10 + (bytes[at] ?? 0) - zero;
	return value;
};
const beginOfDigits = (bytes, end) => {
	let at = end;
	while (isDigit(bytes[at - 1])) at -= 1;
	return at;
};
const endOfDigits = (bytes, begin) => {
	let at = begin;
	while (isDigit(bytes[at])) at += 1;
	return at;
};
/** Whether a byte stands for itself in a JSON string. */
const isPlain = (/* @__PURE__ */ new Uint8Array(256)).fill(1, space);
isPlain[quote] = 0;
isPlain[backslash] = 0;
const endOfString = (bytes, begin) => {
	let at = begin;
	while (at < bytes.length && isPlain[bytes[at] ?? 0] === 1) at += 1;
	return at;
};
const beginOfString = (bytes, end) => {
	let at = end;
	while (at > 0 && isPlain[bytes[at - 1] ?? 0] === 1) at -= 1;
	return at;
};
const timeForm = utf8("0000-00-00T00:00:00.000Z");
const twoDigits = (bytes, at) => ((bytes[at] ?? 0) - zero) * 10 + (bytes[at + 1] ?? 0) - zero;
const daysOf = (year, month) => month === 2 ? year % 4 === 0 && year % 100 !== 0 || year % 400 === 0 ? 29 : 28 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
const daysOf400Years = 146097;
/** An instant as `toISOString` writes it, in milliseconds; NaN for anything else. */
const instantAt = (bytes, begin) => {
	for (let index = 0; index < timeDigits; index += 1) if (timeForm[index] === zero ? !isDigit(bytes[begin + index]) : bytes[begin + index] !== timeForm[index]) return NaN;
	const year = twoDigits(bytes, begin) * 100 + twoDigits(bytes, begin + 2);
	const [month, day] = [twoDigits(bytes, begin + 5), twoDigits(bytes, begin + 8)];
	const [hour, minute] = [twoDigits(bytes, begin + 11), twoDigits(bytes, begin + 14)];
	const second = twoDigits(bytes, begin + 17);
	const millisecond = twoDigits(bytes, begin + 20) * 10 + (bytes[begin + 22] ?? 0) - zero;
	return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && hour < 24 && minute < 60 && second < 60 ? Date.UTC(year + 400, month - 1, day, hour, minute, second, millisecond) - daysOf400Years * 864e5 : NaN;
};
/** The line from its end backwards, up to the payload. */
const cutTail = (bytes, end, parts) => {
	if (!endsAt(bytes, end, lineEnd)) return false;
	parts.typeEnd = end - lineEnd.length;
	parts.typeBegin = beginOfString(bytes, parts.typeEnd);
	if (!endsAt(bytes, parts.typeBegin, beforeType)) return false;
	parts.streamEnd = parts.typeBegin - beforeType.length;
	parts.streamBegin = beginOfString(bytes, parts.streamEnd);
	if (!endsAt(bytes, parts.streamBegin, beforeStream)) return false;
	const versionEnd = parts.streamBegin - beforeStream.length;
	const versionBegin = beginOfDigits(bytes, versionEnd);
	parts.schemaVersion = numberIn(bytes, versionBegin, versionEnd);
	if (parts.schemaVersion < 0 || !endsAt(bytes, versionBegin, beforeVersion)) return false;
	const revisionEnd = versionBegin - beforeVersion.length;
	const revisionBegin = beginOfDigits(bytes, revisionEnd);
	parts.revision = numberIn(bytes, revisionBegin, revisionEnd);
	if (parts.revision < 0 || !endsAt(bytes, revisionBegin, beforeRevision)) return false;
	const timeBegin = revisionBegin - beforeRevision.length - timeDigits;
	parts.recordedAt = instantAt(bytes, timeBegin);
	if (Number.isNaN(parts.recordedAt) || !endsAt(bytes, timeBegin, beforeTime)) return false;
	const previousEnd = timeBegin - beforeTime.length;
	if (endsAt(bytes, previousEnd, beforePrevious)) {
		parts.previousBegin = -1;
		parts.payloadEnd = previousEnd - beforePrevious.length;
		return true;
	}
	parts.previousBegin = previousEnd - 1 - hashDigits;
	parts.payloadEnd = parts.previousBegin - beforePreviousHash.length;
	return bytes[previousEnd - 1] === quote && endsAt(bytes, parts.previousBegin, beforePreviousHash);
};
const [letterC, letterI, letterP, letterS] = [
	99,
	105,
	112,
	115
];
/** Behind a member whose value ends at this quotation mark, with the comma that follows. */
const nextMember = (bytes, end) => end + (bytes[end + 1] === comma ? 2 : 1);
/**
* The members that no envelope shows, each where it stands first, and the first `,"payload":`, with which the metadata
* end. A quotation mark within a string is escaped, so what is looked for is found as a name and nowhere else.
*/
const cutMetadata = (bytes, parts) => {
	parts.digestBegin = -1;
	parts.keyBegin = -1;
	parts.saltBegin = -1;
	let isPlainly = true;
	for (let at = parts.metadataBegin; at < parts.payloadEnd; at += 1) {
		if (bytes[at] !== quote) continue;
		const letter = bytes[at + 1];
		if (letter === letterP && bytes[at - 1] === comma && standsAt(bytes, at, beforePayload)) {
			parts.metadataEnd = at - 1;
			parts.payloadBegin = at + beforePayload.length;
			if (!(isPlainly && parts.digestBegin >= 0 && parts.keyBegin >= parts.digestNext && parts.saltBegin >= parts.keyNext && bytes[parts.saltEnd + 1] === comma && parts.saltEnd + 2 <= parts.metadataEnd)) parts.digestBegin = -1;
			return parts.payloadBegin < parts.payloadEnd && bytes[parts.payloadBegin] === brace;
		}
		let end = -1;
		if (letter === letterC && parts.digestBegin < 0 && standsAt(bytes, at, digestName)) {
			end = endOfString(bytes, at + digestName.length);
			parts.digestBegin = at;
			parts.digestNext = nextMember(bytes, end);
		} else if (letter === letterI && parts.keyBegin < 0 && standsAt(bytes, at, keyName)) {
			end = endOfString(bytes, at + keyName.length);
			parts.keyBegin = at;
			parts.keyNext = nextMember(bytes, end);
		} else if (letter === letterS && parts.saltBegin < 0 && standsAt(bytes, at, saltMember)) {
			end = endOfString(bytes, at + saltMember.length);
			parts.saltBegin = at;
			parts.saltEnd = end;
		}
		if (end < 0) continue;
		if (bytes[end] !== quote) isPlainly = false;
		at = end - 1;
	}
	return false;
};
/**
* Finds the parts of an event's line that is written as nearly all are; false for any other line. Its beginning and its
* end have one form; what lies between is metadata and payload as they are stored: cut apart elsewhere they would not
* give the leaf hash. The bytes are valid UTF-8.
*/
const cutEvent = (bytes, begin, end, parts) => {
	if (!standsAt(bytes, begin, lineBegin)) return false;
	const idEnd = endOfString(bytes, begin + lineBegin.length);
	if (!standsAt(bytes, idEnd, afterId)) return false;
	const indexBegin = idEnd + afterId.length;
	const indexEnd = endOfDigits(bytes, indexBegin);
	parts.idEnd = idEnd + 1;
	parts.index = numberIn(bytes, indexBegin, indexEnd);
	if (parts.index < 0 || !standsAt(bytes, indexEnd, afterIndex)) return false;
	parts.leafBegin = indexEnd + afterIndex.length;
	parts.metadataBegin = parts.leafBegin + hashDigits + afterLeaf.length;
	return standsAt(bytes, parts.leafBegin + hashDigits, afterLeaf) && bytes[parts.metadataBegin] === brace && cutTail(bytes, end, parts) && cutMetadata(bytes, parts);
};

// domain/integrity/export/eventHash.ts
const [metadataName, metadataHashName] = [utf8(",\"metadata\":"), utf8(",\"metadataHash\":\"")];
const [payloadHashName, afterHash, envelopeEnd] = [
	utf8("\",\"payloadHash\":\""),
	utf8("\""),
	utf8(",\"v\":1}")
];
/** More than an envelope has beside what stands in its line, and a salt. */
const room = 1024;
/** The ledger's own salts have 16 bytes. */
const saltBytesMost = 64;
const digits = utf8("0123456789abcdef");
const valueOfDigit = (/* @__PURE__ */ new Uint8Array(256)).fill(16);
for (const [value, digit] of digits.entries()) valueOfDigit[digit] = value;
/** Reads so many bytes written in lower-case hexadecimal; false where they are not. */
const readHex = (from, begin, to, at, count) => {
	for (let index = 0; index < count; index += 1) {
		const high = valueOfDigit[from[begin + index * 2] ?? 0] ?? 16;
		const low = valueOfDigit[from[begin + index * 2 + 1] ?? 0] ?? 16;
		if (high > 15 || low > 15) return false;
		to[at + index] = high * 16 + low;
	}
	return true;
};
/**
* Makes the leaf hash from the bytes of an event's line as they stand there: the same that `leafOf` (integrity/leaf.ts)
* makes of the event, without a text of any part of it. An envelope is what stands in the line, with some of it left out
* and the two hashes put in.
*/
const createEventHasher = ({ sha256, sha512, sha256Hex }) => {
	const hexOf = sha256Hex ?? ((bytes) => toHex(sha256(bytes)));
	/** The line, and behind it what is hashed. */
	let work = new Uint8Array(4 * room);
	let end = 0;
	const saltsOf = new Uint8Array(saltsLabel.length + saltBytesMost);
	saltsOf.set(saltsLabel);
	const entryBehindZero = new Uint8Array(1 + 32);
	const put = (bytes) => {
		work.set(bytes, end);
		end += bytes.length;
	};
	const putSalt = (salts, from, to) => {
		for (let at = from; at < to; at += 1) {
			work[end] = salts[at] ?? 0;
			end += 1;
		}
	};
	const putDigits = (text) => {
		for (let at = 0; at < text.length; at += 1) work[end + at] = text.charCodeAt(at);
		end += text.length;
	};
	const putPart = (from, to) => {
		work.copyWithin(end, from, to);
		end += to - from;
	};
	/** Undefined where the metadata are not written as the ledger writes them: they may be the ledger's all the same. */
	return (line, begin, parts) => {
		const saltBegin = parts.saltBegin + saltMember.length;
		const saltBytes = (parts.saltEnd - saltBegin) / 2;
		if (parts.digestBegin < 0 || !Number.isInteger(saltBytes) || saltBytes > saltBytesMost) return void 0;
		if (!readHex(line, saltBegin, saltsOf, saltsLabel.length, saltBytes)) return void 0;
		const salts = sha512(saltsOf.subarray(0, saltsLabel.length + saltBytes));
		const length = parts.typeEnd + 1 - begin;
		if (work.length < 2 * length + room) work = new Uint8Array(4 * length + room);
		work.set(line.subarray(begin, begin + length));
		end = length;
		putSalt(salts, 0, 16);
		putPart(parts.payloadBegin - begin, parts.payloadEnd - begin);
		const payloadHash = hexOf(work.subarray(length, end));
		end = length;
		putSalt(salts, 16, 32);
		putPart(parts.metadataBegin - begin, parts.metadataEnd - begin);
		const metadataHash = hexOf(work.subarray(length, end));
		end = length;
		putSalt(salts, 32, 64);
		putPart(0, parts.idEnd - begin);
		put(metadataName);
		putPart(parts.metadataBegin - begin, parts.digestBegin - begin);
		putPart(parts.digestNext - begin, parts.keyBegin - begin);
		putPart(parts.keyNext - begin, parts.saltBegin - begin);
		putPart(parts.saltEnd + 2 - begin, parts.metadataEnd - begin);
		put(metadataHashName);
		putDigits(metadataHash);
		put(payloadHashName);
		putDigits(payloadHash);
		put(afterHash);
		putPart(parts.payloadEnd - begin, length);
		put(envelopeEnd);
		entryBehindZero.set(sha256(work.subarray(length, end)), 1);
		return sha256(entryBehindZero);
	};
};

// domain/integrity/export/logEvent.ts
/**
* A stream is known by the begin of the SHA-256 of its name: shorter than names are, of one length, and nobody can make
* two names that have the same.
*/
const streamKeyBytes = 16;
const streamKey = (sha256, name) => sha256(name).subarray(0, 16);
const previousOffset = 32;
const streamKeyOffset = 2 * 32;
const eventHashBytes = streamKeyOffset + 16;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const streamOf = ({ names, streamBegin, streamEnd }) => decoder.decode(names.subarray(streamBegin, streamEnd));

// domain/integrity/export/logLines.ts
/**
* A whole log as a file of lines (docs/proof-bundle.md, "A whole log"): a header, then every stored event in the order of
* the log with the leaf hash it got, and between them signed checkpoints, each behind the events that it counts.
*/
const exportFormat = "firearm-ledger/log-export";
const exportVersion = 1;
/** What no leaf binds has a digest of its own, so that damage shows. */
const withDigest = (sha256, members) => canonicalJson({
	...members,
	digest: toHex(sha256(utf8(canonicalJson(members))))
});
const headerLine = (sha256, { origin, policy }) => withDigest(sha256, {
	format: exportFormat,
	origin,
	policy,
	version: 1
});
const checkpointLine = (sha256, note) => withDigest(sha256, { checkpoint: note });
const afterMetadata = ",\"payload\":";
/** Whether a stored text can stand in a line as the JSON that it is: then the line is readable, and quick to take apart. */
const standsAsJson = (text) => {
	try {
		return text.startsWith("{") && !text.includes(afterMetadata) && canonicalJson(JSON.parse(text)) === text;
	} catch {
		return false;
	}
};
const lineWith = (event, index, leaf, previous, texts) => `{"eventId":${JSON.stringify(event.eventId)},"index":${index},"leaf":"${leaf}","metadata":${texts.metadata},"payload":${texts.payload},"previous":${previous === null ? "null" : `"${previous}"`},"recordedAt":"${new Date(event.recordedAt).toISOString()}","revision":${event.revision},"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},"type":${JSON.stringify(event.type)}}`;
/** Payload and metadata stand as the JSON that they are; if one of them is none, as texts. */
const lineOf = (event, index, leaf, previous) => {
	const { metadata, payload } = event;
	return lineWith(event, index, leaf, previous, standsAsJson(metadata) && standsAsJson(payload) ? {
		metadata,
		payload
	} : {
		metadata: JSON.stringify(metadata),
		payload: JSON.stringify(payload)
	});
};

// domain/integrity/export/otherLines.ts
const unreadable = (reason) => ({
	kind: "UNREADABLE",
	reason
});
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const hashFrom = (value) => {
	const bytes = typeof value === "string" && value.length === 2 * 32 ? fromHex(value) : import_Option.none;
	return import_Option.isSome(bytes) ? bytes.value : void 0;
};
const instantFrom = (text) => {
	const instant = typeof text === "string" ? Date.parse(text) : NaN;
	return !Number.isNaN(instant) && new Date(instant).toISOString() === text ? instant : void 0;
};
/** The event of a line in which payload and metadata stand as texts, compared with how it has to be written. */
const eventFrom = (hashing, members, line) => {
	const { eventId, index, leaf, metadata, payload, previous, revision, schemaVersion, stream, type } = members;
	if (typeof eventId !== "string" || typeof stream !== "string" || typeof type !== "string") return unreadable("it has no event id, stream or type");
	if (!isCount(index) || !isCount(revision) || !isCount(schemaVersion)) return unreadable("index, revision or version is no number");
	const hash = hashFrom(leaf);
	const before = previous === null ? void 0 : hashFrom(previous);
	if (hash === void 0 || before === void 0 && previous !== null) return unreadable("leaf or previous is no hash");
	const recordedAt = instantFrom(members["recordedAt"]);
	if (recordedAt === void 0) return unreadable("the time of recording is none");
	if (typeof metadata !== "string" || typeof payload !== "string") return unreadable("it is not written as such a line is");
	const event = {
		eventId,
		type,
		schemaVersion,
		payload,
		metadata,
		streamId: stream,
		revision,
		recordedAt
	};
	if (lineOf(event, index, String(leaf), previous === null ? null : String(previous)) !== line) return unreadable("it is not written as such a line is");
	const made = leafOf(hashing, {
		...event,
		revision: BigInt(revision)
	}, before);
	const name = utf8(stream);
	return {
		kind: "EVENT",
		event: {
			index,
			revision,
			recordedAt,
			follows: before !== void 0,
			fits: made !== void 0 && equalBytes(made.hash, hash) && before === void 0 === (revision === 0),
			hashes: concat(hash, before ?? new Uint8Array(32), streamKey(hashing.sha256, name)),
			at: 0,
			names: name,
			streamBegin: 0,
			streamEnd: name.length
		}
	};
};
/** Reads any line but an event's as nearly all are written. Total. */
const readOtherLine = (hashing, line) => {
	let value;
	try {
		value = JSON.parse(line);
	} catch {
		return unreadable("it is no JSON");
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) return unreadable("it is no object");
	const members = value;
	if ("eventId" in members) return eventFrom(hashing, members, line);
	const { checkpoint, format, origin, policy, version } = members;
	if (typeof checkpoint === "string") return checkpointLine(hashing.sha256, checkpoint) === line ? {
		kind: "CHECKPOINT",
		note: checkpoint
	} : unreadable("it is not written as such a line is");
	if (format !== "firearm-ledger/log-export") return unreadable("it is none of a log");
	if (version !== 1) return unreadable("this verifier does not know its version");
	if (typeof origin !== "string" || typeof policy !== "string" || headerLine(hashing.sha256, {
		origin,
		policy
	}) !== line) return unreadable("it is not written as such a line is");
	return {
		kind: "HEADER",
		header: {
			origin,
			policy
		}
	};
};

// domain/integrity/export/readLines.ts
/** Numbers of an event: index, revision, time of recording, flags, and where the name of its stream begins and ends. */
const numbersOfEvent = 6;
const [fits, follows] = [1, 2];
/** No line of an event is shorter. */
const eventBytesLeast = 200;
const lineFeed$1 = 10;
const roomFor = (events, earlier) => earlier !== void 0 && earlier.numbers.length >= events * numbersOfEvent ? earlier : {
	hashes: new Uint8Array(events * eventHashBytes),
	numbers: new Float64Array(events * numbersOfEvent)
};
const strict = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
const decoded = (bytes) => {
	try {
		return strict.decode(bytes);
	} catch {
		return;
	}
};
/**
* Reads lines, and hashes the events in them, from bytes up to `end`, which is behind the last line without its line feed.
* Total; each line stands for itself, so that several pieces can be read at once.
*/
const createLineReader = (hashing, isUtf8 = (bytes) => decoded(bytes) !== void 0) => {
	const parts = createEventParts();
	const hashOf = createEventHasher(hashing);
	const textOf = (bytes, begin, end) => strict.decode(bytes.subarray(begin, end));
	/** By way of texts, for metadata in an unusual order. */
	const hashOfTexts = (bytes, begin, previous) => leafOf(hashing, {
		eventId: textOf(bytes, begin + 12, parts.idEnd - 1),
		type: textOf(bytes, parts.typeBegin, parts.typeEnd),
		schemaVersion: parts.schemaVersion,
		payload: textOf(bytes, parts.payloadBegin, parts.payloadEnd),
		metadata: textOf(bytes, parts.metadataBegin, parts.metadataEnd),
		streamId: textOf(bytes, parts.streamBegin, parts.streamEnd),
		revision: BigInt(parts.revision),
		recordedAt: parts.recordedAt
	}, parts.previousBegin < 0 ? void 0 : previous)?.hash;
	const isStreamBefore = (bytes, first, numbers) => {
		const [begin, end] = [numbers[first + 4] ?? 0, numbers[first + 5] ?? 0];
		if (end - begin !== parts.streamEnd - parts.streamBegin) return false;
		for (let index = 0; index < end - begin; index += 1) if (bytes[begin + index] !== bytes[parts.streamBegin + index]) return false;
		return true;
	};
	/** Writes an event into the columns; false where the line is none that is written as nearly all are. */
	const readEvent = (bytes, begin, end, { hashes, numbers }, event) => {
		if (!cutEvent(bytes, begin, end, parts)) return false;
		const at = event * eventHashBytes;
		const isFirst = parts.previousBegin < 0;
		if (!readHex(bytes, parts.leafBegin, hashes, at, previousOffset)) return false;
		if (!isFirst && !readHex(bytes, parts.previousBegin, hashes, at + previousOffset, previousOffset)) return false;
		if (event > 0 && isStreamBefore(bytes, (event - 1) * numbersOfEvent, numbers)) hashes.copyWithin(at + streamKeyOffset, at - 16, at);
		else hashes.set(streamKey(hashing.sha256, bytes.subarray(parts.streamBegin, parts.streamEnd)), at + streamKeyOffset);
		const made = hashOf(bytes, begin, parts) ?? hashOfTexts(bytes, begin, hashes.slice(at + previousOffset, at + streamKeyOffset));
		let isSame = made !== void 0;
		for (let index = 0; isSame && index < previousOffset; index += 1) isSame = made?.[index] === hashes[at + index];
		const first = event * numbersOfEvent;
		numbers[first] = parts.index;
		numbers[first + 1] = parts.revision;
		numbers[first + 2] = parts.recordedAt;
		numbers[first + 3] = (isSame && isFirst === (parts.revision === 0) ? fits : 0) + (isFirst ? 0 : follows);
		numbers[first + 4] = parts.streamBegin;
		numbers[first + 5] = parts.streamEnd;
		return true;
	};
	return (bytes, end = bytes.length, earlier) => {
		const room = roomFor(Math.floor(end / eventBytesLeast) + 1, earlier);
		const isText = isUtf8(bytes.subarray(0, end));
		const others = [];
		let count = 0;
		let events = 0;
		for (let begin = 0; begin <= end; count += 1) {
			const found = bytes.indexOf(lineFeed$1, begin);
			const to = found < 0 || found > end ? end : found;
			const isLineText = isText || isUtf8(bytes.subarray(begin, to));
			if (isLineText && readEvent(bytes, begin, to, room, events)) events += 1;
			else {
				const text = isLineText ? decoded(bytes.subarray(begin, to)) : void 0;
				others.push([count, text === void 0 ? unreadable("it is no UTF-8") : readOtherLine(hashing, text)]);
			}
			begin = to + 1;
		}
		return {
			bytes,
			count,
			events,
			hashes: room.hashes,
			numbers: room.numbers,
			others
		};
	};
};
/** Goes through the lines in their order. The event is the same object each time. */
const eachLine = ({ bytes, count, hashes, numbers, others }, take) => {
	const event = {
		index: 0,
		revision: 0,
		recordedAt: 0,
		fits: false,
		follows: false,
		hashes,
		at: 0,
		names: bytes,
		streamBegin: 0,
		streamEnd: 0
	};
	let other = 0;
	let first = 0;
	for (let line = 0; line < count; line += 1) {
		const next = others[other];
		if (next?.[0] === line) {
			other += 1;
			if (next[1].kind === "EVENT") take.event(next[1].event);
			else take.other(next[1]);
			continue;
		}
		const flags = numbers[first + 3] ?? 0;
		event.index = numbers[first] ?? 0;
		event.revision = numbers[first + 1] ?? 0;
		event.recordedAt = numbers[first + 2] ?? 0;
		event.fits = flags % 2 === fits;
		event.follows = flags >= follows;
		event.streamBegin = numbers[first + 4] ?? 0;
		event.streamEnd = numbers[first + 5] ?? 0;
		take.event(event);
		first += numbersOfEvent;
		event.at += eventHashBytes;
	}
};

// api/verifier/readers.ts
/** Younger versions of Node say at once whether bytes are UTF-8. */
const createReader = () => {
	const read = createLineReader(nodeHashing, ...typeof buffer.isUtf8 === "function" ? [buffer.isUtf8] : []);
	return ({ bytes, end, room }) => read(bytes, end, room);
};
/** What a thread of this program does: reads pieces of a log and hashes the events in them. */
const serveAsReader = () => {
	const read = createReader();
	parentPort?.on("message", (task) => {
		const lines = read(task);
		parentPort?.postMessage(lines, [
			lines.bytes.buffer,
			lines.hashes.buffer,
			lines.numbers.buffer
		]);
	});
};
/** Reads in this thread. */
const createOwnReader = () => {
	const read = createReader();
	return {
		read: async (task) => read(task),
		close: async () => void 0
	};
};
/** Reads in a thread of its own, which runs the same file as this one. Memory is handed over and back, not copied. */
const startReader = (file) => {
	const worker = new Worker(file);
	const waiting = [];
	let failed;
	worker.on("message", (lines) => waiting.shift()?.resolve(lines));
	worker.on("error", (error) => {
		failed = error;
		for (const { reject } of waiting.splice(0)) reject(error);
	});
	return {
		read: (task) => new Promise((resolve, reject) => {
			if (failed !== void 0) return reject(failed);
			const { bytes, room } = task;
			waiting.push({
				resolve,
				reject
			});
			worker.postMessage(task, [bytes.buffer, ...room === void 0 ? [] : [room.hashes.buffer, room.numbers.buffer]]);
		}),
		close: async () => {
			await worker.terminate();
		}
	};
};

// domain/integrity/export/pieces.ts
/** No line of a log is longer: an event is far below. */
const lineBytesMax = 67108864;
const pieceBytes = 1048576;
const lineFeed = 10;
/**
* Cuts what `read` answers, piece by piece, behind line feeds. `read` writes into the memory that it is given and answers
* how much; nothing at the end. The memory of a piece that is done may be given for another.
*/
const createPieces = (read) => {
	let rest = /* @__PURE__ */ new Uint8Array(0);
	let isEnd = false;
	return async (memory = new Uint8Array(pieceBytes)) => {
		let bytes = memory;
		let length = rest.length;
		const widen = () => {
			const wider = new Uint8Array(2 * Math.max(length, pieceBytes));
			wider.set(bytes.subarray(0, length));
			bytes = wider;
		};
		if (bytes.length <= length) bytes = new Uint8Array(2 * Math.max(length, pieceBytes));
		bytes.set(rest);
		while (!isEnd) {
			const from = length;
			length += await read(bytes.subarray(length));
			isEnd = length === from;
			const end = bytes.subarray(from, length).lastIndexOf(lineFeed);
			if (end >= 0) {
				rest = bytes.slice(from + end + 1, length);
				return {
					bytes,
					end: from + end
				};
			}
			if (length > lineBytesMax) throw new Error("a line of the file is longer than any of a log");
			if (length === bytes.length) widen();
		}
		rest = /* @__PURE__ */ new Uint8Array(0);
		if (length === 0) return void 0;
		bytes[length] = 0;
		return {
			bytes,
			end: length + 1
		};
	};
};

// domain/integrity/verify/growingTree.ts
/** A tree of which only the roots of its complete subtrees are kept, the largest first: as many as its size has ones. */
const createGrowingTree = (sha256) => {
	const roots = [];
	/** 0x01 || left || right */
	const node = new Uint8Array(1 + 2 * 32).fill(1, 0, 1);
	let size = 0;
	return {
		/** The leaf is not kept: its memory may be used again. */
		add: (leaf) => {
			let hash = leaf;
			for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
				const left = roots.pop();
				if (left === void 0) break;
				node.set(left, 1);
				node.set(hash, 1 + 32);
				hash = sha256(node);
			}
			roots.push(hash === leaf ? leaf.slice() : hash);
			size += 1;
		},
		size: () => size,
		root: () => hashOfSubtrees(sha256, roots)
	};
};

// domain/integrity/verify/provedTree.ts
/**
* A tree that grows leaf by leaf beside heads that were signed of it. Where a root is another one, something was rewritten
* behind the last head that was the same.
*/
const createProvedTree = (sha256, known) => {
	const tree = createGrowingTree(sha256);
	const awaited = /* @__PURE__ */ new Map();
	for (const head of known) awaited.set(head.size, [...awaited.get(head.size) ?? [], head]);
	let proved = 0;
	/** The root that is stated for the leaves so far against theirs: undefined where it is the same. */
	const compare = (root) => {
		const size = tree.size();
		if (size > 0 && !equalBytes(root, tree.root())) return {
			begin: proved,
			end: size
		};
		proved = size;
	};
	return {
		/** Answers the known heads of the tree as it is now that are others, and what was rewritten. */
		add: (leaf) => {
			tree.add(leaf);
			return (awaited.get(tree.size()) ?? []).flatMap((head) => {
				const rewritten = compare(head.root);
				return rewritten === void 0 ? [] : [[head, rewritten]];
			});
		},
		compare,
		/** So many leaves are as they were signed. */
		proved: () => proved,
		size: tree.size,
		root: tree.root
	};
};

// domain/integrity/verify/streamHeads.ts
/** A row: leaf hash, key of the stream, revision, time of recording. */
const rowBytes = 32 + 16 + 16;
const rowNumbers = rowBytes / 8;
const revisionAt = (32 + 16) / 8;
/** Rows that memory is taken for at once. */
const blockRows = 1024;
const firstSlots = 1024;
const sameBytes = (a, from, b, begin, count) => {
	for (let index = 0; index < count; index += 1) if (a[from + index] !== b[begin + index]) return false;
	return true;
};
/** Slot of a key in a table whose size is a power of two: keys are hashes already. */
const slotOf = (bytes, at) => ((bytes[at] ?? 0) << 24 | (bytes[at + 1] ?? 0) << 16 | (bytes[at + 2] ?? 0) << 8 | (bytes[at + 3] ?? 0)) >>> 0;
/**
* The last event of every stream: its leaf hash, revision and time. A log has as many streams as it has firearms, parties
* and permits, so of each no more is kept than 64 bytes and a place in a table, about 75 in all, and nothing by its name.
*/
const createStreamHeads = () => {
	const blocks = [];
	/** Numbers of rows from 1, found by the keys of their streams. */
	let slots = new Uint32Array(firstSlots);
	let rows = 0;
	const bytesOf = (row) => blocks[Math.floor(row / blockRows)]?.bytes ?? /* @__PURE__ */ new Uint8Array();
	const numbersOf = (row) => blocks[Math.floor(row / blockRows)]?.numbers ?? /* @__PURE__ */ new Float64Array();
	const place = (row) => row % blockRows * rowBytes;
	const numberPlace = (row) => row % blockRows * rowNumbers + revisionAt;
	const slotFor = (keys, at) => {
		const mask = slots.length - 1;
		for (let slot = slotOf(keys, at) & mask;; slot = slot + 1 & mask) {
			const row = (slots[slot] ?? 0) - 1;
			if (row < 0 || sameBytes(bytesOf(row), place(row) + 32, keys, at, 16)) return slot;
		}
	};
	const widen = () => {
		slots = new Uint32Array(slots.length * 2);
		for (let row = 0; row < rows; row += 1) slots[slotFor(bytesOf(row), place(row) + 32)] = row + 1;
	};
	return {
		/** Row of the event's stream, or -1 where it is the first of it. */
		find: ({ hashes, at }) => (slots[slotFor(hashes, at + streamKeyOffset)] ?? 0) - 1,
		revision: (row) => numbersOf(row)[numberPlace(row)] ?? 0,
		recordedAt: (row) => numbersOf(row)[numberPlace(row) + 1] ?? 0,
		/** Whether the event says that it follows the one of the row. */
		isFollowed: (row, { follows, hashes, at }) => follows && sameBytes(bytesOf(row), place(row), hashes, at + previousOffset, 32),
		/** The event is from now on the last of its stream, which has this row or, with -1, none yet. */
		set: (known, { hashes, at, revision, recordedAt }) => {
			const row = known < 0 ? rows : known;
			if (known < 0) {
				if (row % blockRows === 0) {
					const buffer = /* @__PURE__ */ new ArrayBuffer(blockRows * rowBytes);
					blocks.push({
						bytes: new Uint8Array(buffer),
						numbers: new Float64Array(buffer)
					});
				}
				const key = bytesOf(row);
				for (let index = 0; index < 16; index += 1) key[place(row) + 32 + index] = hashes[at + streamKeyOffset + index] ?? 0;
				rows += 1;
				if (rows * 3 > slots.length * 2) widen();
				else slots[slotFor(hashes, at + streamKeyOffset)] = row + 1;
			}
			const [bytes, numbers] = [bytesOf(row), numbersOf(row)];
			for (let index = 0; index < 32; index += 1) bytes[place(row) + index] = hashes[at + index] ?? 0;
			numbers[numberPlace(row)] = revision;
			numbers[numberPlace(row) + 1] = recordedAt;
		},
		count: () => rows
	};
};

// domain/integrity/verify/verifyLog.ts
const sizeOf = (note) => {
	const parsed = parseNote(note);
	const read = import_Either.isRight(parsed) ? parseCheckpoint(parsed.right.text) : parsed;
	return import_Either.isRight(read) ? read.right : void 0;
};
/**
* Verifies a whole log, a line at a time and in the order of the file: what is kept is a place for each stream and the
* edge of the tree. Total: any lines give a verdict.
*/
const createLogVerifier = (verifying, options = {}) => {
	const { sha256 } = verifying;
	const findings = createFindings();
	const heads = createStreamHeads();
	const marks = [];
	const brought = (options.checkpoints ?? []).map((note) => ({
		note,
		checkpoint: sizeOf(note)
	}));
	const tree = createProvedTree(sha256, brought.flatMap(({ checkpoint }) => checkpoint === void 0 ? [] : [checkpoint]));
	const differing = /* @__PURE__ */ new Set();
	let header;
	let line = 0;
	let altered = false;
	const placeOf = (event) => ({
		part: "EVENT",
		line,
		leafIndex: event.index,
		stream: streamOf(event),
		revision: event.revision
	});
	const name = (event) => `Line ${line}: leaf ${event.index} of the log, revision ${event.revision} of ${streamOf(event)}`;
	const differs = (whose, { size, root }, { begin, end }) => {
		differing.add(`${size} ${toBase64(root)}`);
		findings.fault("WHOLE_LOG", whose === "yours" ? "LOG_FORKED" : "ROOT_DIFFERS", `The first ${size} events are not those that ${whose === "yours" ? "the checkpoint you brought" : "the checkpoint of this size"} was signed over. ${altered ? "The faults named before explain it." : `They fit each other, so they were rewritten after they were signed: somewhere from leaf ${begin} up to, not including, leaf ${end}.`}`, {
			part: "LOG",
			line,
			leafIndex: begin,
			leafEnd: end
		});
	};
	/** Where the event stands: the next place of the log, or not. */
	const takePlace = (event) => {
		const next = tree.size();
		if (event.index === next) return;
		altered = true;
		if (event.index > next) findings.fault("WHOLE_LOG", "EVENT_REMOVED", `${name(event)}: before it, the leaves from ${next} up to, not including, ${event.index} are missing.`, {
			...placeOf(event),
			leafIndex: next,
			leafEnd: event.index
		});
		else findings.fault("WHOLE_LOG", "EVENTS_REORDERED", `${name(event)}: it stands where leaf ${next} has to stand: it was moved here or inserted.`, placeOf(event));
	};
	/** How it stands in its stream: behind the event before it, to which it is linked. */
	const takeStream = (event) => {
		const head = heads.find(event);
		const next = head < 0 ? 0 : heads.revision(head) + 1;
		if (event.revision > next) {
			altered = true;
			findings.fault("WHOLE_LOG", "EVENT_REMOVED", `${name(event)}: before it, the events of its stream from revision ${next} on are missing.`, {
				...placeOf(event),
				revision: next
			});
		} else if (event.revision < next) {
			altered = true;
			findings.fault("WHOLE_LOG", "EVENT_INSERTED", `${name(event)}: its stream has an event of this revision already, or a later one.`, placeOf(event));
		} else if (head >= 0 && !heads.isFollowed(head, event)) {
			altered = true;
			findings.fault("WHOLE_LOG", "STREAM_REWRITTEN", `${name(event)}: it follows another event than the one that the file has as revision ${next - 1}: one of the two was replaced.`, placeOf(event));
		}
		if (head >= 0 && event.recordedAt < heads.recordedAt(head)) findings.fault("WHOLE_LOG", "TIME_RUNS_BACK", `${name(event)}: it says that it was recorded before the event that it follows.`, placeOf(event));
		heads.set(head, event);
	};
	const takeEvent = (event) => {
		takePlace(event);
		takeStream(event);
		if (!event.fits) {
			altered = true;
			findings.fault("WHOLE_LOG", "ENVELOPE_CHANGED", `${name(event)}: what is stored does not give the leaf hash that it got: payload, metadata, another member of the event, or the hash was changed.`, placeOf(event));
		}
		for (const [head, rewritten] of tree.add(event.hashes.subarray(event.at, event.at + previousOffset))) differs("yours", head, rewritten);
	};
	const takeCheckpoint = (note) => {
		const checkpoint = sizeOf(note);
		if (checkpoint === void 0) {
			findings.fault("SIGNATURE", "CHECKPOINT_MALFORMED", `Line ${line} is no signed checkpoint.`, {
				part: "CHECKPOINT",
				line
			});
			return;
		}
		const { size } = checkpoint;
		marks.push({
			note,
			line,
			checkpoint
		});
		if (size !== tree.size()) {
			const more = size > tree.size();
			findings.fault("WHOLE_LOG", more ? "EVENT_REMOVED" : "EVENT_INSERTED", `Line ${line}: the checkpoint counts ${size} events, and ${tree.size()} stand before it: ${more ? "some were removed" : "some were inserted, or the checkpoint was moved"}.`, {
				part: "CHECKPOINT",
				line,
				leafIndex: tree.proved(),
				leafEnd: Math.max(size, tree.size())
			});
			altered = true;
			return;
		}
		const rewritten = tree.compare(checkpoint.root);
		if (rewritten !== void 0) differs("file", checkpoint, rewritten);
	};
	const beginLine = (isHeader) => {
		line += 1;
		if (line === 1 && !isHeader) findings.fault("FILE", "UNKNOWN_FORMAT", "The first line is not that of a log in a version this verifier knows.", {
			part: "FILE",
			line
		});
	};
	const takeOther = (read) => {
		beginLine(read.kind === "HEADER");
		switch (read.kind) {
			case "HEADER":
				if (line === 1) header = read.header;
				else findings.fault("FILE", "MALFORMED", `Line ${line} is a second header.`, {
					part: "FILE",
					line
				});
				return;
			case "CHECKPOINT":
				takeCheckpoint(read.note);
				return;
			case "UNREADABLE":
				if (line === 1) return;
				altered = true;
				findings.fault("FILE", "FILE_UNREADABLE", `Line ${line} (leaf ${tree.size()} of the log, if it is of an event) cannot be read: ${read.reason}.`, {
					part: "FILE",
					line,
					leafIndex: tree.size()
				});
		}
	};
	const taking = {
		event: (event) => {
			beginLine(false);
			takeEvent(event);
		},
		other: takeOther
	};
	const checkSignatures = async () => {
		const last = marks.at(-1);
		const trust = trustOf(sha256, options, utf8(header?.policy ?? ""), findings);
		if (trust === void 0 || last === void 0) return void 0;
		if (trust.fromFile) findings.note(ownKeysOnly);
		for (const { note, line: at } of marks.slice(0, -1)) {
			const own = createFindings();
			if (await checkedCheckpoint(verifying, note, trust.policy, own) === void 0) for (const { kind, message, at: place } of own.faults) findings.fault("SIGNATURE", kind, `Line ${at}: ${message}`, {
				...place,
				...at === void 0 ? {} : { line: at }
			});
		}
		const checkpoint = await checkedCheckpoint(verifying, last.note, trust.policy, findings);
		for (const { note, checkpoint: stated } of brought) {
			if (await checkedOldCheckpoint(verifying, note, trust.policy, findings) === void 0) continue;
			if (stated === void 0) continue;
			if (stated.origin !== last.checkpoint.origin) findings.fault("CONSISTENCY", "LOG_FORKED", `A checkpoint that you brought is of the log ${stated.origin}, the file of ${last.checkpoint.origin}.`, { part: "CHECKPOINT" });
			else if (stated.size > tree.size()) findings.fault("CONSISTENCY", "LOG_TRUNCATED", `A checkpoint that you brought has ${stated.size} events, the file only ${tree.size()}: those from leaf ${tree.size()} on are missing.`, {
				part: "LOG",
				leafIndex: tree.size(),
				leafEnd: stated.size
			});
			else if (differing.has(`${stated.size} ${toBase64(stated.root)}`)) findings.fault("CONSISTENCY", "LOG_FORKED", `The file does not begin with the ${stated.size} events of a checkpoint that you brought.`, {
				part: "LOG",
				leafIndex: 0,
				leafEnd: stated.size
			});
		}
		if (brought.length > 0) findings.done("CONSISTENCY", `The log begins with the events of each of the ${brought.length} checkpoints that you brought.`);
		else findings.notDone("CONSISTENCY", "You brought no checkpoint of your own: whether this is the log that others see, and whether newer events were cut off, is not shown.");
		return checkpoint;
	};
	const finish = async () => {
		const last = marks.at(-1);
		if (line === 0) findings.fault("FILE", "FILE_UNREADABLE", "The file is empty.", {
			part: "FILE",
			line: 1
		});
		if (last === void 0 || last.checkpoint.size < tree.size()) findings.fault("WHOLE_LOG", last === void 0 ? "LOG_TRUNCATED" : "EVENT_INSERTED", last === void 0 ? "The file has no checkpoint: its end was cut off, and nothing of it is proved." : `Behind the last checkpoint, of ${last.checkpoint.size} events, stand ${tree.size() - last.checkpoint.size} that nobody signed: the end was cut off, or they were inserted.`, {
			part: "LOG",
			leafIndex: last?.checkpoint.size ?? 0,
			leafEnd: tree.size()
		});
		const checkpoint = await checkSignatures();
		if (header !== void 0 && last !== void 0 && header.origin !== last.checkpoint.origin) findings.fault("FILE", "MALFORMED", "The header names another log than the checkpoints.", {
			part: "FILE",
			line: 1
		});
		findings.done("FILE", `${line} lines were read, each written in the one way in which such a line is written.`);
		findings.done("WHOLE_LOG", `All ${tree.size()} events, in ${heads.count()} streams, were hashed again: each gives its leaf, each stream is without a gap, and the leaves give the root that was signed${marks.length > 1 ? `, as they did at ${marks.length - 1} earlier checkpoints` : ""}.`);
		return findings.verdict({
			subject: {
				kind: "WHOLE_LOG",
				events: tree.size(),
				streams: heads.count()
			},
			...checkpoint === void 0 ? {} : { checkpoint: {
				...checkpoint,
				root: toBase64(checkpoint.root)
			} }
		});
	};
	return {
		take: (lines) => eachLine(lines, taking),
		finish
	};
};

// api/verifier/verifyLogFile.ts
/** A reader has the next piece when it is done with one. */
const piecesEach = 2;
/**
* Verifies the file of a whole log as it is read. Lines are read and hashed by the readers, each a piece at a time; order
* and links are checked here. What is kept in memory is two pieces a reader, a place for each stream, and the tree's edge.
*/
const verifyLogFile = async (file, options, readers = [createOwnReader()]) => {
	const verifier = createLogVerifier({
		sha256: nodeHashing.sha256,
		verifyEd25519: nodeVerifyEd25519
	}, options);
	/** Memory of pieces that are done. */
	const done = [];
	const underWay = [];
	const takeOldest = async () => {
		const lines = await underWay.shift();
		if (lines === void 0) return;
		verifier.take(lines);
		done.push(lines);
	};
	const handle = await open(file);
	try {
		const nextPiece = createPieces(async (into) => (await handle.read(into, 0, into.length)).bytesRead);
		for (let turn = 0;; turn += 1) {
			if (underWay.length >= readers.length * piecesEach) await takeOldest();
			const room = done.pop();
			const piece = await nextPiece(room?.bytes);
			if (piece === void 0) break;
			const read = readers[turn % readers.length]?.read({
				...piece,
				room
			});
			if (read === void 0) break;
			read.catch(() => void 0);
			underWay.push(read);
		}
		while (underWay.length > 0) await takeOldest();
	} finally {
		await handle.close();
		await Promise.all(readers.map((reader) => reader.close()));
	}
	return verifier.finish();
};

// api/verifier/main.ts
const verifying = {
	sha256: nodeHashing.sha256,
	verifyEd25519: nodeVerifyEd25519
};
const threadsMost = 8;
const readersFor = (threads) => {
	const count = threads ?? Math.min(threadsMost, cpus().length);
	const own = new URL(import.meta.url);
	return count <= 1 ? [createOwnReader()] : Array.from({ length: count }, () => startReader(own));
};
const verdictOf = async (options) => {
	const { file, keys, policyFile, checkpointFiles, extractTo } = options;
	const policy = policyFile === void 0 ? {} : { policy: new Uint8Array(readFileSync(policyFile)) };
	const checkpoints = checkpointFiles.map((each) => readFileSync(each, "utf8"));
	if (options.wholeLog) return verifyLogFile(file, {
		keys,
		...policy,
		checkpoints
	}, readersFor(options.threads));
	const bytes = new Uint8Array(readFileSync(file));
	const [oldCheckpoint] = checkpoints;
	const verdict = await verifyBundle(verifying, bytes, {
		keys,
		...policy,
		...oldCheckpoint === void 0 ? {} : { oldCheckpoint }
	});
	if (extractTo !== void 0) {
		const bundle = readBundle(nodeHashing.sha256, bytes, createFindings());
		const written = bundle === void 0 ? [] : extractBundle(bundle, extractTo);
		process.stderr.write(`${written.length} files were written to ${extractTo}\n`);
	}
	return verdict;
};
const run = async () => {
	const options = readOptions(process.argv.slice(2));
	if (options === "HELP") {
		process.stdout.write(usage);
		return 0;
	}
	if ("wrong" in options) {
		process.stderr.write(`${options.wrong}\n\n${usage}`);
		return 2;
	}
	try {
		const verdict = await verdictOf(options);
		process.stdout.write(options.json ? `${JSON.stringify(verdict, null, 2)}\n` : reportText(verdict, options.file));
		return verdict.good ? 0 : 1;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		return 2;
	}
};
if (isMainThread) process.exitCode = await run();
else serveAsReader();

export {  };