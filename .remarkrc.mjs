// Front matter against its schema while it is written (docs/editors.md). Nothing else needs this.
import remarkFrontmatter from "remark-frontmatter";
import remarkLintFrontmatterSchema from "remark-lint-frontmatter-schema";

export default {
  plugins: [
    remarkFrontmatter,
    [
      remarkLintFrontmatterSchema,
      {
        schemas: {
          "./schemas/benefit.json": ["./content/benefits/*.md"],
          "./schemas/care.json": ["./content/care/*.md"],
          "./schemas/comparison.json": ["./content/comparisons/*.md"],
          "./schemas/condition.json": ["./content/conditions/*.md"],
          "./schemas/page.json": ["./content/pages/*.md"],
          "./schemas/person.json": ["./content/people/*.md"],
          "./schemas/post.json": ["./content/posts/*.md"],
          "./schemas/region.json": ["./content/regions/*.md"],
          "./schemas/term.json": ["./content/glossary/*.md"],
          "./schemas/treatment.json": ["./content/treatments/*.md"],
        },
        // Its validator knows an older draft of JSON Schema by name; what we use is in both.
        ajvOptions: { strict: false, validateSchema: false, allErrors: true },
      },
    ],
  ],
};
