import type { NodeDisplayData, RenderParams } from "sigma/types";
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import { floatColor } from "sigma/utils";

/**
 * Nodes as points whose shape is that of their type: one vertex a node, which is what software
 * rendering can bear. The shapes follow `SHAPES` of lib/kinds.
 *
 * Source: the distances of polygons after Quilez, "2D distance functions".
 */
const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;

uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;

varying vec4 v_color;
varying float v_shape;
varying float v_feather;

const float bias = 255.0 / 254.0;

void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.0;
  v_feather = 2.0 / max(gl_PointSize, 1.0);
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const FRAGMENT = /* glsl */ `
precision mediump float;

varying vec4 v_color;
varying float v_shape;
varying float v_feather;

float box(vec2 p, vec2 half_) {
  vec2 d = abs(p) - half_;
  return max(d.x, d.y);
}

float outline(vec2 p) {
  if (v_shape < 0.5) return length(p) - 0.92;                          // person
  if (v_shape < 1.5) return box(p, vec2(0.8));                         // organization
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.0) * 0.7071;      // country
  if (v_shape < 3.5) return abs(length(p) - 0.68) - 0.24;              // group: a ring
  if (v_shape < 4.5)                                                   // policy
    return max(p.y - 0.78, (abs(p.x) * 1.73 - p.y - 0.95) * 0.5);
  if (v_shape < 5.5) {                                                 // sector
    vec2 q = abs(p);
    return max(q.y - 0.87, q.x * 0.866 + q.y * 0.5 - 0.866);
  }
  return box(p, vec2(0.65, 0.95));                                     // document
}

void main(void) {
  float distance_ = outline(gl_PointCoord * 2.0 - 1.0);
  #ifdef PICKING_MODE
  if (v_shape > 2.5 && v_shape < 3.5) distance_ = length(gl_PointCoord * 2.0 - 1.0) - 0.92;
  gl_FragColor = distance_ < 0.0 ? v_color : vec4(0.0);
  #else
  gl_FragColor = mix(v_color, vec4(0.0), smoothstep(-v_feather, v_feather, distance_));
  #endif
}
`;

const UNIFORMS = ["u_sizeRatio", "u_pixelRatio", "u_matrix"] as const;
const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: POINTS as 0,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeDisplayData): void {
    const { array } = this;
    let at = start;
    array[at++] = data.x;
    array[at++] = data.y;
    array[at++] = data.size;
    array[at++] = (data as NodeDisplayData & { shape: number }).shape;
    array[at++] = floatColor(data.color);
    array[at++] = index;
  }

  setUniforms({ sizeRatio, pixelRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations.u_pixelRatio!, pixelRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio!, sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix!, false, matrix);
  }
}
